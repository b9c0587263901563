package io.drover.engine.enforce;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.schema.Cast;
import io.drover.engine.secret.SecretMembers;
import io.drover.engine.secret.Veil;
import io.drover.expressions.Expression;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.Jinja;
import io.drover.expressions.Template;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.json.JsonValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Renders the parameters of one call. They may refer to each other, and are rendered in the order in which they need each
 * other. What a template makes of a secret is secret, too.
 */
final class Rendering {
    private final Jinja jinja;
    private final CallableAction callable;
    private final Map<String, @Nullable Object> sources;
    private final Map<String, @Nullable Object> seen;
    private final Map<String, @Nullable Object> secretSeen = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> watched;
    private final Map<String, @Nullable Object> clear = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();
    private final IntSupplier decrypted;
    private boolean sawSecret;
    private int decryptedBefore;

    /** What became of a part of a parameter. */
    private record Part(@Nullable Object value, @Nullable Object shown, boolean secret) {}

    /**
     * A rendering.
     *
     * @param sources templates and values, by parameter
     * @param context what templates see besides the parameters, which are added to it
     * @param configSchema of the pack's configuration, which templates see as {@code config_context}
     * @param decrypted how often this thread has decrypted a value
     */
    Rendering(
            Jinja jinja,
            CallableAction callable,
            Map<String, @Nullable Object> sources,
            Map<String, @Nullable Object> context,
            Map<String, @Nullable Object> configSchema,
            IntSupplier decrypted) {
        this.jinja = jinja;
        this.callable = callable;
        this.sources = sources;
        this.seen = context;
        this.decrypted = decrypted;
        this.watched = new SecretMembers(secretSeen).watched(seen, () -> sawSecret = true);
        secretSeen.put("config_context", Map.of("properties", configSchema));
        callable.secrets()
                .keySet()
                .forEach(name -> secretSeen.put(name, callable.parameters().get(name)));
    }

    /** Takes parameters as they are, though they may look like templates. */
    void keep(Prepared stored) {
        stored.clear().forEach((name, value) -> done(name, kept(stored, name, value)));
    }

    /** Takes parameters as they are, but of the types that the action asks for now. */
    void keepCast(Prepared stored) {
        stored.clear()
                .forEach((name, value) -> done(name, kept(stored, name, cast(name, value, stored.isSecret(name)))));
    }

    private static Part kept(Prepared stored, String name, @Nullable Object value) {
        return new Part(value, stored.shown().get(name), stored.isSecret(name));
    }

    /** {@return what was kept and what was rendered} */
    Prepared all() {
        sources.keySet().forEach(this::resolve);
        return new Prepared(clear, shown);
    }

    private void resolve(String name) {
        if (clear.containsKey(name)) {
            return;
        }
        if (!underWay.add(name)) {
            throw DroverException.invalid("Cyclic dependency found in the following variables: "
                    + String.join(", ", underWay) + ". Let one of them stand for itself.");
        }
        Object source = sources.get(name);
        for (String needed : references(source)) {
            if (sources.containsKey(needed)) {
                resolve(needed);
            } else if (!seen.containsKey(needed)) {
                throw DroverException.invalid("Dependency unsatisfied in variable \"" + needed + "\", which parameter '"
                        + name + "' asks for. Known are: " + String.join(", ", seen.keySet()) + ".");
            }
        }
        Part part = rendered(name, source);
        done(name, new Part(cast(name, part.value(), part.secret()), part.shown(), part.secret()));
        underWay.remove(name);
    }

    private void done(String name, Part part) {
        Object value = part.value();
        clear.put(name, value);
        seen.put(name, value);
        shown.put(name, callable.shown(name, part.secret() ? part.shown() : value));
        if (part.secret()) {
            secretSeen.put(name, SecretMembers.SECRET);
        }
    }

    private @Nullable Object cast(String name, @Nullable Object value, boolean secret) {
        Map<String, @Nullable Object> schema = callable.parameters().get(name);
        if (schema == null) {
            return value;
        }
        try {
            return Cast.to(schema, name, value);
        } catch (DroverException e) {
            if (secret || callable.isSecret(name)) {
                throw DroverException.invalid("Expected the secret parameter '" + name + "' to be of type '"
                        + schema.get("type") + "', but found another one, which is not shown here.");
            }
            throw e;
        }
    }

    private Part rendered(String name, @Nullable Object source) {
        begin();
        try {
            return source instanceof String text ? text(text) : within(source);
        } catch (ExpressionException | IllegalArgumentException e) {
            RuntimeException told = hasSeenSecret() ? untold(e) : e;
            throw DroverException.of(
                    ErrorCode.INVALID_ARGUMENT,
                    "Parameter '" + name + "' of action '" + callable.action().ref() + "' could not be rendered: "
                            + told.getMessage(),
                    told);
        } catch (DroverException e) {
            // the datastore's own failures; they tell no value
            throw DroverException.of(
                    e.code(),
                    "Parameter '" + name + "' of action '" + callable.action().ref() + "' could not be rendered: "
                            + e.getMessage(),
                    e);
        }
    }

    /** A message may quote the value that it is about. */
    private static ExpressionException untold(RuntimeException e) {
        String message = "It reads a secret, so the reason is not told.";
        return e instanceof ExpressionException known
                ? new ExpressionException(known.kind(), message, known.line(), known.column())
                : new ExpressionException("ValueError", message);
    }

    private Part text(String text) {
        begin();
        Object value = renderedText(text);
        return part(value);
    }

    private void begin() {
        sawSecret = false;
        decryptedBefore = decrypted.getAsInt();
    }

    /** What a template makes of a decrypted value of the datastore is secret, and so is all that it makes besides. */
    private boolean hasSeenSecret() {
        return sawSecret || decrypted.getAsInt() != decryptedBefore;
    }

    private Part part(@Nullable Object value) {
        boolean secret = hasSeenSecret();
        return new Part(value, secret ? Veil.MASK : value, secret);
    }

    private Object renderedText(String text) {
        return template(text).<Object>map(template -> template.render(watched)).orElse(text);
    }

    /** Within a list or an object, a lone block keeps the type of its value. */
    private Part lone(String text) {
        Optional<Expression> expression = loneExpression(text);
        if (expression.isEmpty()) {
            return text(text);
        }
        begin();
        return part(JsonValues.copy(expression.orElseThrow().evaluate(watched)));
    }

    private Part within(@Nullable Object source) {
        if (source instanceof Map<?, ?> map) {
            return object(map);
        }
        if (source instanceof Collection<?> list) {
            List<@Nullable Object> values = new ArrayList<>(list.size());
            List<@Nullable Object> open = new ArrayList<>(list.size());
            boolean secret = false;
            for (Object element : list) {
                Part part = within(element);
                values.add(part.value());
                open.add(part.shown());
                secret |= part.secret();
            }
            return new Part(values, open, secret);
        }
        return source instanceof String text ? lone(text) : new Part(source, source, false);
    }

    private Part object(Map<?, ?> source) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, @Nullable Object> open = new LinkedHashMap<>();
        boolean secret = false;
        boolean secretKey = false;
        for (Map.Entry<?, ?> entry : source.entrySet()) {
            Part key = text(String.valueOf(entry.getKey()));
            Part part = within(entry.getValue());
            values.put(String.valueOf(key.value()), part.value());
            open.put(String.valueOf(key.value()), part.shown());
            secret |= part.secret();
            secretKey |= key.secret();
        }
        return new Part(values, secretKey ? Veil.MASK : open, secret || secretKey);
    }

    private Set<String> references(@Nullable Object source) {
        if (!isTemplate(source)) {
            return Set.of();
        }
        if (source instanceof String text) {
            return template(text).map(Template::undeclaredVariables).orElse(Set.of());
        }
        Set<String> all = new LinkedHashSet<>();
        Collection<?> parts =
                source instanceof Map<?, ?> map ? map.values() : (Collection<?>) Objects.requireNonNull(source);
        parts.forEach(part -> all.addAll(references(part)));
        return all;
    }

    /** {@return the template of a text; empty where it is none, or cannot be parsed: then it stands for itself} */
    private Optional<Template> template(String text) {
        if (!isTemplate(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(jinja.template(text));
        } catch (ExpressionException literal) {
            return Optional.empty();
        }
    }

    /** {@return what stands in the only block of a text that has nothing else} */
    private Optional<Expression> loneExpression(String text) {
        String bare = text.strip();
        if (!bare.startsWith("{{") || !bare.endsWith("}}") || bare.indexOf("{{", 2) >= 0 || bare.indexOf("{%") >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(jinja.expression(bare.substring(2, bare.length() - 2)));
        } catch (ExpressionException notLone) {
            return Optional.empty();
        }
    }

    static boolean isTemplate(@Nullable Object value) {
        if (value instanceof String text) {
            return text.contains("{{") || text.contains("{%");
        }
        if (value instanceof Map<?, ?> map) {
            return map.keySet().stream().anyMatch(Rendering::isTemplate)
                    || map.values().stream().anyMatch(Rendering::isTemplate);
        }
        return value instanceof Collection<?> list && list.stream().anyMatch(Rendering::isTemplate);
    }
}
