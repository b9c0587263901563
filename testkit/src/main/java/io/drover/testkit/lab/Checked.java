package io.drover.testkit.lab;

import org.jspecify.annotations.Nullable;

/**
 * What is checked: a service of a host, or the host itself where {@code service} is null.
 *
 * @param maxAttempts how many checks in a row have to find a problem before it is hard; 1 makes every problem hard
 */
public record Checked(String host, @Nullable String service, int maxAttempts, FlapThresholds flapping) {
    public Checked {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("max attempts must be at least 1, not " + maxAttempts);
        }
    }

    public static Checked service(String host, String service, int maxAttempts) {
        return new Checked(host, service, maxAttempts, FlapThresholds.DEFAULT);
    }

    public static Checked host(String host, int maxAttempts) {
        return new Checked(host, null, maxAttempts, FlapThresholds.DEFAULT);
    }

    /** The same, judged by other thresholds. */
    public Checked with(FlapThresholds other) {
        return new Checked(host, service, maxAttempts, other);
    }

    State wellState() {
        return service == null ? State.UP : State.OK;
    }

    /** {@return host and service as people write them, {@code host/service}} */
    public String title() {
        return service == null ? host : host + "/" + service;
    }
}
