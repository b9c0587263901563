package io.drover.camelsensors.emit;

import io.drover.camelroutes.component.TriggerCall;
import io.drover.camelroutes.component.TriggerDoor;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInbox;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.RollbackExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * Brings what routes have for triggers into the inbox. A call returns after the commit, so that a source which is
 * acknowledged when its exchange succeeds is acknowledged after the commit. What can never be accepted becomes a dead
 * letter, and the source is acknowledged, too.
 */
public final class Emitter implements TriggerDoor {
    private final TriggerInbox inbox;
    private final Clock clock;
    private final Supplier<String> ids;
    private final EmissionLimits limits;
    private final Commits commits;
    private final Taps taps = new Taps();
    private final Map<Ref, SensorRecord> records = new ConcurrentHashMap<>();

    /** @param ids gives the ids of dead letters */
    public Emitter(TriggerInbox inbox, Clock clock, Supplier<String> ids, EmissionLimits limits) {
        this.inbox = inbox;
        this.clock = clock;
        this.ids = ids;
        this.limits = limits;
        this.commits = new Commits(limits.backPressureTimeout());
    }

    @Override
    public void emit(TriggerCall call, Ref route, Exchange exchange) throws InterruptedException {
        List<Item> items = new Items(call, route, limits.largestPayload(), clock, record(route)).of(exchange);
        for (Item item : items) {
            if (item.emission() != null) {
                taps.show(route, item.emission().payload());
            }
        }
        if (rolledBackAsTrial(route, exchange)) {
            return;
        }
        boolean answers = Answers.areAwaited(exchange);
        try {
            List<String> refusals = commit(call, route, items, !answers);
            KafkaOffsets.commitAfter(exchange);
            if (answers && !refusals.isEmpty()) {
                Answers.refused(exchange, refusals);
            }
        } catch (DroverException e) {
            if (answers) {
                Answers.later(exchange, e);
            }
            throw e;
        }
    }

    @Override
    public void bury(Ref route, Exchange exchange, List<String> reasons) throws InterruptedException {
        if (rolledBackAsTrial(route, exchange)) {
            return;
        }
        Content content = Content.of(exchange, limits.largestPayload());
        Item item = new Item(null, content, SourceIdentity.of(exchange));
        bury(letter(route, null, item, reasons));
        record(route).failed(reasons.get(0));
        KafkaOffsets.commitAfter(exchange);
        if (Answers.areAwaited(exchange)) {
            Answers.refused(exchange, reasons);
        }
    }

    @Override
    public void failed(Ref route, String message) {
        if (!taps.isTrial(route)) {
            record(route).failed(message);
        }
    }

    /** {@return what the sensor did so far} */
    public SensorRecord.Reading reading(Ref sensor) {
        return record(sensor).read();
    }

    /** Forgets the last error and the warning of a sensor that starts anew. */
    public void begin(Ref sensor) {
        record(sensor).begin();
    }

    /** {@return up to {@code limit} payloads that the running sensor emits within the given time} */
    public List<Map<String, @Nullable Object>> watch(Ref sensor, int limit, Duration wait) throws InterruptedException {
        try (Taps.Tap tap = taps.open(sensor, false, limit)) {
            return tap.await(wait);
        }
    }

    /**
     * Runs a stopped sensor without emitting anything: each of its exchanges ends with a rollback.
     *
     * @return up to {@code limit} payloads that it would have emitted
     */
    public List<Map<String, @Nullable Object>> trial(
            Ref sensor, int limit, Duration wait, Runnable start, Runnable stop) throws InterruptedException {
        try (Taps.Tap tap = taps.open(sensor, true, limit)) {
            try {
                start.run();
                return tap.await(wait);
            } finally {
                stop.run();
            }
        }
    }

    /** Ends all waiting for a database or a daemon that does not take events; the sources deliver again later. */
    public void close() {
        commits.close();
    }

    private boolean rolledBackAsTrial(Ref route, Exchange exchange) {
        boolean trial = taps.isTrial(route);
        if (trial) {
            exchange.setException(
                    new RollbackExchangeException("The sensor is only tried; nothing was taken.", exchange));
        }
        return trial;
    }

    /** {@return why the refused ones were refused} */
    private List<String> commit(TriggerCall call, Ref route, List<Item> items, boolean patient)
            throws InterruptedException {
        List<Item> able = items.stream().filter(item -> item.emission() != null).toList();
        List<Emission> emissions = able.stream().map(Item::emission).toList();
        List<Acceptance> answers =
                emissions.isEmpty() ? List.of() : commits.await(() -> inbox.acceptAll(emissions), patient);
        List<String> refusals = new ArrayList<>();
        long accepted = 0;
        for (int i = 0; i < answers.size(); i++) {
            Acceptance answer = answers.get(i);
            switch (answer.verdict()) {
                case ACCEPTED -> accepted++;
                case DUPLICATE -> {}
                case REFUSED -> refuse(route, call.trigger(), able.get(i), answer.violations(), refusals);
            }
        }
        for (Item item : items) {
            if (item.emission() == null) {
                refuse(
                        route,
                        call.trigger(),
                        item,
                        List.of(String.valueOf(item.content().refusal())),
                        refusals);
            }
        }
        if (accepted > 0) {
            record(route).emitted(accepted, clock.instant());
        }
        return refusals;
    }

    private void refuse(Ref route, Ref trigger, Item item, List<String> reasons, List<String> refusals)
            throws InterruptedException {
        bury(letter(route, trigger, item, reasons));
        record(route).failed("Refused: " + String.join("; ", reasons));
        refusals.addAll(reasons);
    }

    private void bury(DeadLetter letter) throws InterruptedException {
        commits.await(() -> inbox.bury(letter), true);
    }

    private DeadLetter letter(Ref route, @Nullable Ref trigger, Item item, List<String> reasons) {
        Content content = item.content();
        return new DeadLetter(
                ids.get(),
                route.toString(),
                item.identity(),
                trigger,
                content.text(),
                content.base64(),
                content.size(),
                reasons,
                clock.instant());
    }

    private SensorRecord record(Ref sensor) {
        return records.computeIfAbsent(sensor, ref -> new SensorRecord());
    }
}
