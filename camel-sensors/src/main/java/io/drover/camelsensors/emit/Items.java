package io.drover.camelsensors.emit;

import io.drover.camelroutes.component.TriggerCall;
import io.drover.camelroutes.value.PlainValues;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Emission;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of an exchange: one, or one for each element of a list.
 *
 * @param largest how many bytes an event may have
 * @param record takes warnings of expressions that give nothing
 */
record Items(TriggerCall call, Ref route, int largest, Clock clock, SensorRecord record) {

    List<Item> of(Exchange exchange) {
        Content content = Content.of(exchange, largest);
        String identity = SourceIdentity.of(exchange);
        if (content.refusal() != null) {
            return List.of(new Item(null, content, identity));
        }
        if (!call.batch() || !(content.value() instanceof Collection<?> list)) {
            return List.of(item(exchange, content, identity));
        }
        List<Item> items = new ArrayList<>(list.size());
        for (Object element : list) {
            String own = identity == null ? null : identity + "#" + items.size();
            Content part =
                    element == null ? new Content(null, "null", false, 4, null) : Content.ofValue(element, largest);
            items.add(part.refusal() == null ? item(exchange, part, own) : new Item(null, part, own));
        }
        return items;
    }

    private Item item(Exchange exchange, Content content, @Nullable String identity) {
        Expressions expressions = new Expressions(exchange, content.value(), record);
        Object value = content.value();
        if (call.payload() != null) {
            try {
                Object given = expressions.value(call.payload());
                Content part = given == null ? Content.NOTHING : Content.ofValue(given, largest);
                if (part.refusal() != null) {
                    return new Item(null, content.refused(part.refusal()), identity);
                }
                value = part.value();
            } catch (IllegalArgumentException e) {
                return new Item(null, content.refused(String.valueOf(e.getMessage())), identity);
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
                route.toString(),
                TraceParent.parse(exchange.getMessage().getHeader(TraceParent.NAME, String.class)));
        return new Item(emission, content, identity == null ? key : identity);
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
}
