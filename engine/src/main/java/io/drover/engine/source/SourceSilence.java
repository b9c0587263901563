package io.drover.engine.source;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.SensorControl;
import io.drover.engine.catalog.Registry;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.text.ShortDuration;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SourceHealth;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the silence of a source an event of {@code core.source_silent}, once for each silence and each trigger that rules ask
 * for. A time in which this daemon did not run is no silence.
 */
public final class SourceSilence {
    /** The type of the events. */
    public static final Ref TYPE = Ref.of("core", "source_silent");

    static final String SOURCE = "source-health";
    private static final Logger LOG = LoggerFactory.getLogger(SourceSilence.class);
    private static final String PARAMETER_SOURCE = "source";
    private static final String PARAMETER_AFTER = "after";
    /** Longer than a silence is of interest; nodes and restarts tell of it once by its key. */
    private static final Duration REMEMBERED = Duration.ofDays(366);

    private final Registry registry;
    private final HeardSources sources;
    private final SensorControl sensors;
    private final TriggerInbox inbox;
    private final InstantSource clock;
    private final Instant began;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param sensors tell how often they are expected to be heard */
    public SourceSilence(
            Registry registry, HeardSources sources, SensorControl sensors, TriggerInbox inbox, InstantSource clock) {
        this.registry = registry;
        this.sources = sources;
        this.sensors = sensors;
        this.inbox = inbox;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** Stores how sources are heard, and tells of those that have gone silent. */
    public void look() {
        sources.store();
        if (!registry.hears(TYPE)) {
            return;
        }
        Instant now = clock.instant();
        Map<String, Source> all = all();
        registry.rules().stream()
                .map(RegisteredRule::rule)
                .filter(Rule::enabled)
                .flatMap(rule -> rule.triggers().stream())
                .filter(trigger -> trigger.type().equals(TYPE))
                .distinct()
                .forEach(trigger -> look(trigger, all, now));
    }

    /** A source that was heard, or is expected to be. */
    private record Source(
            @Nullable SourceHealth health, @Nullable Duration expectEvery) {
        static final Source UNKNOWN = new Source(null, null);

        /** {@return how long it may be silent; null where nobody knows} */
        @Nullable
        Duration allowed() {
            return expectEvery != null || health == null
                    ? expectEvery
                    : health.silentAfter().orElse(null);
        }

        @Nullable
        Instant lastAt() {
            return health == null ? null : health.lastAt();
        }
    }

    private Map<String, Source> all() {
        Map<String, Source> all = new TreeMap<>();
        sources.all().forEach((name, health) -> all.put(name, new Source(health, null)));
        for (SensorStatus sensor : sensors.list()) {
            Duration expectEvery = sensor.type().expectEvery();
            if (expectEvery != null && sensor.type().enabled()) {
                String name = sensor.type().ref().toString();
                all.put(name, new Source(all.getOrDefault(name, Source.UNKNOWN).health(), expectEvery));
            }
        }
        return all;
    }

    private void look(Trigger trigger, Map<String, Source> all, Instant now) {
        Object asked = trigger.parameters().get(PARAMETER_SOURCE);
        Optional<Duration> after = after(trigger);
        if (asked == null) {
            all.forEach((name, source) -> look(trigger, name, source, after, now));
        } else {
            String name = asked.toString();
            look(trigger, name, all.getOrDefault(name, Source.UNKNOWN), after, now);
        }
    }

    private static Optional<Duration> after(Trigger trigger) {
        Object given = trigger.parameters().get(PARAMETER_AFTER);
        return given == null ? Optional.empty() : ShortDuration.parse(given.toString());
    }

    private void look(Trigger trigger, String name, Source source, Optional<Duration> after, Instant now) {
        Duration allowed = after.isPresent() ? after.orElseThrow() : source.allowed();
        Instant last = source.lastAt();
        Instant since = last == null || last.isBefore(began) ? began : last;
        if (allowed != null && !now.isBefore(since.plus(allowed))) {
            tell(trigger, name, last, allowed, now);
        }
    }

    private void tell(Trigger trigger, String source, @Nullable Instant last, Duration allowed, Instant now) {
        String key = trigger.ref() + "/" + source + "/" + (last == null ? "never" : last.toString());
        if (!told.add(key)) {
            return;
        }
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("source", source);
        payload.put("last_event_at", last == null ? null : last.toString());
        payload.put("after", ShortDuration.text(allowed));
        Emission emission = new Emission(trigger.ref(), payload, now, key, REMEMBERED, SOURCE + "-" + source, SOURCE);
        CompletionStage<?> unused = inbox.accept(emission).whenComplete((acceptance, failure) -> {
            if (failure != null) {
                told.remove(key);
                LOG.warn("That source {} is silent is no event; it is tried again.", source, failure);
            }
        });
    }
}
