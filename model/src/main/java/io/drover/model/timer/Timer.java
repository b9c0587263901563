package io.drover.model.timer;

import io.drover.model.trigger.Trigger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the schedule of a trigger has come.
 *
 * @param trigger of one of the types of timers
 * @param since when a rule asked for it first; intervals count from here
 * @param next when it is due next; null: never again
 * @param last when it was due last of all times that became an event; null: never yet
 */
public record Timer(
        Trigger trigger,
        Instant since,
        @Nullable Instant next,
        @Nullable Instant last) {}
