package io.drover.camelsensors.emit;

import io.drover.camelroutes.component.TriggerCall;
import io.drover.camelroutes.component.TriggerDoor;
import io.drover.camelroutes.value.PlainValues;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInbox;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final Set<String> ANSWERING = Set.of("platform-http", "rest", "netty-http");

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
        List<Item> items = items(call, route, exchange);
        for (Item item : items) {
            if (item.emission() != null) {
                taps.show(route, item.emission().payload());
            }
        }
        if (taps.isTrial(route)) {
            exchange.setException(
                    new RollbackExchangeException("The sensor is only tried; nothing was emitted.", exchange));
            return;
        }
        boolean answers = ANSWERING.contains(SourceIdentity.scheme(exchange));
        try {
            List<String> refusals = commit(call, route, items, !answers);
            KafkaOffsets.commitAfter(exchange);
            if (answers && !refusals.isEmpty()) {
                answerRefused(exchange, refusals);
            }
        } catch (DroverException e) {
            if (answers) {
                answerLater(exchange, e);
            }
            throw e;
        }
    }

    @Override
    public void bury(Ref route, Exchange exchange, List<String> reasons) throws InterruptedException {
        if (taps.isTrial(route)) {
            exchange.setException(
                    new RollbackExchangeException("The sensor is only tried; nothing was kept.", exchange));
            return;
        }
        Content content = Content.of(exchange, limits.largestPayload());
        Item item = new Item(null, content, SourceIdentity.of(exchange));
        bury(letter(route, null, item, reasons));
        record(route).failed(reasons.get(0));
        KafkaOffsets.commitAfter(exchange);
        if (ANSWERING.contains(SourceIdentity.scheme(exchange))) {
            answerRefused(exchange, reasons);
        }
    }

    @Override
    public void failed(Ref route, String message) {
        record(route).failed(message);
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

    private List<Item> items(TriggerCall call, Ref route, Exchange exchange) {
        Content content = Content.of(exchange, limits.largestPayload());
        String identity = SourceIdentity.of(exchange);
        if (content.refusal() != null) {
            return List.of(new Item(null, content, identity));
        }
        if (!call.batch() || !(content.value() instanceof Collection<?> list)) {
            return List.of(item(call, route, exchange, content, identity));
        }
        List<Item> items = new ArrayList<>(list.size());
        for (Object element : list) {
            String own = identity == null ? null : identity + "#" + items.size();
            Content part = element == null
                    ? new Content(null, "null", false, 4, null)
                    : Content.ofValue(element, limits.largestPayload());
            items.add(part.refusal() == null ? item(call, route, exchange, part, own) : new Item(null, part, own));
        }
        return items;
    }

    private Item item(TriggerCall call, Ref route, Exchange exchange, Content content, @Nullable String identity) {
        SensorRecord record = record(route);
        Expressions expressions = new Expressions(exchange, content.value(), record);
        Object value = content.value();
        if (call.payload() != null) {
            try {
                Object given = expressions.value(call.payload());
                value = given == null
                        ? null
                        : Content.ofValue(given, limits.largestPayload()).value();
            } catch (IllegalArgumentException e) {
                return new Item(null, refused(content, e.getMessage()), identity);
            }
        }
        String key = call.dedupeKey() == null ? identity : expressions.text("dedupeKey", call.dedupeKey());
        Emission emission = new Emission(
                call.trigger(),
                payload(value, exchange),
                expressions.instant(call.occurredAt(), clock),
                key,
                call.dedupeWindow(),
                expressions.text("traceTag", call.traceTag()),
                route.toString());
        return new Item(emission, content, identity == null ? key : identity);
    }

    private static Content refused(Content content, @Nullable String reason) {
        return new Content(null, content.text(), content.base64(), content.size(), String.valueOf(reason));
    }

    private static Map<String, @Nullable Object> payload(@Nullable Object value, Exchange exchange) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> payload.put(String.valueOf(key), inner));
            return payload;
        }
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        exchange.getMessage().getHeaders().forEach((name, header) -> {
            if (PlainValues.isScalar(header)) {
                headers.put(name, Plain.of(header));
            }
        });
        payload.put("body", value);
        payload.put("headers", headers);
        return payload;
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

    private static void answerRefused(Exchange exchange, List<String> violations) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, ErrorCode.INVALID_ARGUMENT.httpStatus());
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setBody(Plain.write(Map.of("violations", violations)));
        exchange.setRouteStop(true);
    }

    private static void answerLater(Exchange exchange, DroverException failure) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage()
                .setHeader(Exchange.HTTP_RESPONSE_CODE, failure.code().httpStatus());
        exchange.getMessage().setHeader("Retry-After", "1");
    }
}
