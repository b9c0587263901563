package io.drover.engine.dispatch;

import io.drover.engine.catalog.Registry;
import io.drover.engine.ids.Ids;
import io.drover.engine.trace.Tracing;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Trace;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes events of what is handed over. */
record Offers(Registry registry, Ids ids, InstantSource clock, Tracing tracing) {

    /**
     * What was handed over: an event, or why it is none.
     *
     * @param event null where there are violations
     */
    record Offer(@Nullable TriggerInstance event, Duration window, List<String> violations) {
        boolean isEvent() {
            return event != null;
        }
    }

    /** @param checked whether the payload has to be held against the schema of the trigger's type */
    Offer offer(Emission emission, boolean checked) {
        Trigger trigger = registry.trigger(emission.trigger());
        TriggerType type = trigger == null ? null : registry.triggerType(trigger.type());
        if (trigger == null || type == null) {
            return new Offer(
                    null,
                    emission.dedupeWindow(),
                    List.of("Trigger '" + emission.trigger()
                            + "' is not registered. Register the pack that declares it, or a rule that asks for it."));
        }
        List<String> violations = checked ? violations(type, emission) : List.of();
        return new Offer(violations.isEmpty() ? event(emission, trigger) : null, emission.dedupeWindow(), violations);
    }

    private List<String> violations(TriggerType type, Emission emission) {
        try {
            return registry.payloadCheck(type).violations(emission.payload());
        } catch (DroverException unusable) {
            return List.of(
                    "The payload schema of trigger type '" + type.ref() + "' cannot be used. " + unusable.getMessage());
        }
    }

    private TriggerInstance event(Emission emission, Trigger trigger) {
        String id = ids.next();
        String tag = emission.traceTag();
        Trace trace = new Trace(id, tag == null ? "trigger_instance-" + id : tag);
        return event(id, emission, trigger, emission.dedupeKey(), tracing.begun(trace, emission.parent()));
    }

    /** {@return an event that something inside caused, which happens once already; empty where its trigger is gone} */
    Optional<TriggerInstance> following(Emission emission, Trace trace) {
        Trigger trigger = registry.trigger(emission.trigger());
        return trigger == null ? Optional.empty() : Optional.of(event(ids.next(), emission, trigger, null, trace));
    }

    private TriggerInstance event(
            String id, Emission emission, Trigger trigger, @Nullable String dedupeKey, Trace trace) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant occurred = emission.occurredAt();
        return new TriggerInstance(
                id,
                trigger.ref(),
                trigger.type(),
                emission.payload(),
                occurred == null || occurred.isAfter(now) ? now : occurred.truncatedTo(ChronoUnit.MICROS),
                now,
                dedupeKey,
                emission.source(),
                trace);
    }
}
