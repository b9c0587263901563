package io.drover.engine.silence;

import io.drover.engine.api.Silences.Wish;
import io.drover.model.silence.MaintenanceWindow;
import io.drover.model.silence.Matchers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tests want silenced. */
public final class Wishes {
    private Wishes() {}

    /** {@return matchers of a rule's ref alone} */
    public static Matchers rule(String pattern) {
        return new Matchers(pattern, null, null, Map.of(), Map.of());
    }

    /** {@return matchers of the payload alone} */
    public static Matchers payload(Map<String, String> patterns) {
        return new Matchers(null, null, null, Map.of(), patterns);
    }

    /** {@return a wish from now on} */
    public static Wish wish(Matchers matchers, Duration length) {
        return windows(matchers, length, null);
    }

    /** {@return a wish from now on, in windows} */
    public static Wish windows(Matchers matchers, Duration length, @Nullable MaintenanceWindow window) {
        return new Wish(matchers, null, null, length, window, null, "the switch is replaced");
    }
}
