package io.drover.engine.match;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a test may depend on besides the value it is asked about.
 *
 * @param root what paths start from: {@code trigger}, or {@code item} within a {@code search}
 * @param now the time that {@code timediff_lt} and {@code timediff_gt} compare with
 * @param notes takes what is worth telling, but does not decide
 */
public record TestContext(Map<String, @Nullable Object> root, Instant now, Notes notes) {

    /** Takes what tests have to tell besides yes or no. */
    public interface Notes {
        /** A clause within a {@code search} could not be decided: it counts as false. */
        void failed(String clause, String reason);

        /** Says why a test is false, such as {@code trigger.attempt is undefined}. */
        default void remark(String text) {}
    }

    /** {@return the context of an event} */
    public static TestContext of(Map<String, @Nullable Object> payload, Instant now, Notes notes) {
        return new TestContext(Map.of("trigger", payload), now, notes);
    }

    TestContext ofItem(@Nullable Object element) {
        return new TestContext(element == null ? Map.of() : Map.of("item", element), now, notes);
    }
}
