package io.drover.engine;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.schema.Json;
import io.drover.engine.secret.Veil;
import io.drover.expressions.Jinja;
import io.drover.model.action.Notices;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Emission;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events {@code core.st2.generic.notifytrigger} by which people are told how an execution ended, one for each route
 * (platform spec 6.2). Who is told follows from the action, and from the request where the action names nobody. Templates
 * see what everybody may see of the execution: a text that is made of a secret is a mask.
 */
final class NotifyTrigger {
    static final Ref TYPE = Ref.of("core", "st2.generic.notifytrigger");

    private static final Logger LOG = LoggerFactory.getLogger(NotifyTrigger.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Registry registry;
    private final TemplateKeys keys;
    private final Jinja jinja;

    NotifyTrigger(Registry registry, TemplateKeys keys) {
        this.registry = registry;
        this.keys = keys;
        this.jinja = Jinja.strict().withFilter(TemplateKeys.DECRYPT, keys.decrypt());
    }

    List<Emission> emissions(Execution ended) {
        List<Emission> emissions = new ArrayList<>();
        for (Notices.Due due : notices(ended).after(ended.status())) {
            if (!due.notice().routes().isEmpty()) {
                Map<String, @Nullable Object> payload = payload(ended, due);
                due.notice().routes().forEach(route -> emissions.add(to(route, payload)));
            }
        }
        return emissions;
    }

    private Notices notices(Execution ended) {
        CallableAction callable = registry.callable(ended.action());
        Object section =
                ended.notices(callable == null ? null : callable.action().notices());
        try {
            return Notices.of(section instanceof Map<?, ?> map ? JsonValues.copyOf(map) : Map.of());
        } catch (DroverException e) {
            LOG.warn("Nobody is told how execution {} ended. {}", ended.id(), e.getMessage());
            return new Notices(null, null, null);
        }
    }

    private static Emission to(String route, Map<String, @Nullable Object> payload) {
        Map<String, @Nullable Object> addressed = new LinkedHashMap<>(payload);
        addressed.put("route", route);
        addressed.put("channel", route);
        return Emission.of(TYPE, addressed, "engine");
    }

    private Map<String, @Nullable Object> payload(Execution ended, Notices.Due due) {
        Notices.Notice notice = due.notice();
        Map<String, @Nullable Object> seen = seen(ended);
        String message =
                notice.message() == null ? "Action " + ended.action() + " " + due.word() + "." : notice.message();
        Map<String, @Nullable Object> data =
                new LinkedHashMap<>(rendered(ended, "data", notice.data(), () -> renderedObject(notice.data(), seen)));
        data.put("result", Json.write(ended.result()));
        Instant end = ended.endedAt();
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("message", rendered(ended, "message", message, () -> rendered(message, seen)));
        payload.put("data", data);
        payload.put("execution_id", ended.id());
        payload.put("status", ended.status().word());
        payload.put("start_timestamp", TIME.format(ended.requestedAt()));
        payload.put("end_timestamp", TIME.format(end == null ? ended.requestedAt() : end));
        payload.put("action_ref", ended.action().toString());
        payload.put("runner_ref", ended.runnerType());
        return payload;
    }

    private Map<String, @Nullable Object> seen(Execution ended) {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put(TemplateKeys.NAME, keys.seenBy(ended.cause().user()));
        seen.put("action_parameters", ended.parameters());
        seen.put("action_context", ended.context());
        seen.put("action_results", ended.result());
        return seen;
    }

    /** An end is told, and committed, whatever is wrong with a template: then its text stands for itself. */
    private static <T> T rendered(Execution ended, String part, T raw, Supplier<T> rendering) {
        try {
            return rendering.get();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn(
                    "The '{}' by which people are told of execution {} could not be rendered; it is sent as it is written. {}",
                    part,
                    ended.id(),
                    e.getMessage());
            return raw;
        }
    }

    private Map<String, @Nullable Object> renderedObject(
            Map<String, @Nullable Object> object, Map<String, @Nullable Object> seen) {
        Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
        object.forEach((name, value) -> rendered.put(name, renderedValue(value, seen)));
        return rendered;
    }

    private @Nullable Object renderedValue(@Nullable Object value, Map<String, @Nullable Object> seen) {
        if (value instanceof String text) {
            return rendered(text, seen);
        }
        if (value instanceof Map<?, ?> map) {
            return renderedObject(JsonValues.copyOf(map), seen);
        }
        if (value instanceof Collection<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(renderedValue(element, seen)));
            return elements;
        }
        return value;
    }

    private String rendered(String text, Map<String, @Nullable Object> seen) {
        int before = keys.decrypted();
        String rendered = jinja.template(text).render(seen);
        return keys.decrypted() == before ? rendered : Veil.MASK;
    }
}
