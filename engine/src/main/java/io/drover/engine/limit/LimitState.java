package io.drover.engine.limit;

import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a limit remembers for a key. */
interface LimitState {

    /** {@return when something comes of it by time alone, be it only that it is forgotten} */
    Instant due();

    /** {@return what is stored of it} */
    Map<String, @Nullable Object> document();

    /** {@return how much it remembers: events, targets or times, one at least} */
    default int size() {
        return 1;
    }

    /** {@return the events to which it refers} */
    default Stream<TriggerInstance> events() {
        return Stream.empty();
    }

    /** {@return when the oldest event was accepted to which it refers; null where it refers to none} */
    default @Nullable Instant since() {
        return events().map(TriggerInstance::acceptedAt)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
