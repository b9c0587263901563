package io.drover.camelsensors.sensor;

import io.drover.model.text.ShortDuration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How often routes are expected to be heard, as {@code routes} in {@code pack.yaml} says it. */
final class ExpectedEvents {
    private static final String KEY = "expect_every";

    private ExpectedEvents() {}

    /**
     * Reads {@code {<route>: {expect_every: 10m}}}.
     *
     * @throws IllegalArgumentException where one is no length of time
     */
    static Map<String, Duration> read(@Nullable Object routes) {
        Map<String, Duration> expected = new LinkedHashMap<>();
        if (routes instanceof Map<?, ?> map) {
            map.forEach((route, settings) -> {
                if (settings instanceof Map<?, ?> keys && keys.containsKey(KEY)) {
                    expected.put(String.valueOf(route), one(String.valueOf(route), keys.get(KEY)));
                }
            });
        }
        return expected;
    }

    private static Duration one(String route, @Nullable Object written) {
        Optional<Duration> length = written instanceof Number seconds
                ? Optional.of(Duration.ofSeconds(seconds.longValue()))
                : ShortDuration.parse(String.valueOf(written));
        return length.filter(duration -> duration.compareTo(Duration.ZERO) > 0)
                .orElseThrow(() -> new IllegalArgumentException("Expected a length of time such as 90s, 10m, 1h30m or"
                        + " a number of seconds as 'expect_every' of the route '" + route + "', but found '" + written
                        + "'."));
    }
}
