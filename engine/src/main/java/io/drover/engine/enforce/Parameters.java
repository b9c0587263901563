package io.drover.engine.enforce;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.schema.Cast;
import io.drover.engine.schema.Json;
import io.drover.expressions.Budget;
import io.drover.expressions.Expression;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.Jinja;
import io.drover.expressions.Template;
import io.drover.model.error.DroverException;
import io.drover.model.json.JsonValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renders, casts and checks the parameters of a call (platform spec 5.2; StackStorm's {@code util/param.py}). Parameters may
 * refer to each other and to the context; they are rendered in the order in which they need each other.
 */
public final class Parameters {
    /** For each template: parameters may hold a whole payload, but the thread that matches events waits for them. */
    private static final Budget BUDGET =
            Budget.standard().withSteps(200_000).withTextLength(4 * 1024 * 1024).withTime(Duration.ofMillis(500));

    private final Jinja jinja = Jinja.strict().withBudget(BUDGET);

    /**
     * What a caller gave, as it is stored with the execution: templates rendered, values cast and checked, defaults that
     * are templates rendered along.
     *
     * @param context what templates see besides the parameters, such as {@code trigger}
     * @throws DroverException {@code INVALID_ARGUMENT} with every violation
     */
    public Map<String, @Nullable Object> requested(
            CallableAction callable,
            Map<String, @Nullable Object> given,
            Map<String, ? extends @Nullable Object> context) {
        return requestedAgain(callable, Map.of(), given, context);
    }

    /**
     * As {@link #requested}, where the call repeats another one: what that one's templates gave is used as it is, though it
     * may look like a template itself.
     *
     * @param stored what the other call was stored with; what is given counts before it
     */
    public Map<String, @Nullable Object> requestedAgain(
            CallableAction callable,
            Map<String, @Nullable Object> stored,
            Map<String, @Nullable Object> given,
            Map<String, ? extends @Nullable Object> context) {
        List<String> immutable =
                given.keySet().stream().filter(callable::isImmutable).toList();
        if (!immutable.isEmpty()) {
            throw DroverException.invalid("Override of immutable parameter(s) " + quoted(immutable)
                    + " is unsupported. Leave them out: their value is always the default.");
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        stored.forEach((name, value) -> {
            if (!given.containsKey(name)) {
                result.put(name, cast(callable, name, value));
            }
        });
        Map<String, @Nullable Object> sources = new LinkedHashMap<>(given);
        Set<String> kept = new LinkedHashSet<>(sources.keySet());
        callable.parameters().forEach((name, schema) -> {
            Object fallback = schema.get("default");
            if (fallback != null && sources.get(name) == null && result.get(name) == null) {
                sources.put(name, fallback);
                if (isTemplate(fallback)) {
                    kept.add(name);
                }
            }
        });
        Map<String, @Nullable Object> seen = new LinkedHashMap<>(context);
        seen.putAll(result);
        Map<String, @Nullable Object> all = new LinkedHashMap<>(result);
        all.putAll(rendered(callable, sources, seen));
        check(callable, all);
        kept.forEach(name -> result.put(name, all.get(name)));
        return result;
    }

    /** {@return the stored parameters together with the defaults of those that were not given, as a runner gets them} */
    public Map<String, @Nullable Object> complete(
            CallableAction callable,
            Map<String, @Nullable Object> stored,
            Map<String, ? extends @Nullable Object> context) {
        Map<String, @Nullable Object> missing = new LinkedHashMap<>();
        callable.parameters().forEach((name, schema) -> {
            if (stored.get(name) == null && schema.containsKey("default")) {
                missing.put(name, schema.get("default"));
            }
        });
        Map<String, @Nullable Object> complete = new LinkedHashMap<>(stored);
        if (!missing.isEmpty()) {
            Map<String, @Nullable Object> seen = new LinkedHashMap<>(context);
            seen.putAll(stored);
            complete.putAll(rendered(callable, missing, seen));
        }
        return complete;
    }

    private void check(CallableAction callable, Map<String, @Nullable Object> all) {
        Map<String, @Nullable Object> present = new LinkedHashMap<>(all);
        // a parameter that is optional, or whose default is null, may be null (libraries.md of the original:
        // util/schema)
        present.entrySet()
                .removeIf(entry ->
                        entry.getValue() == null && callable.parameters().containsKey(entry.getKey()));
        if (present.isEmpty() && callable.parameters().values().stream().noneMatch(Parameters::isRequired)) {
            return;
        }
        List<String> violations = callable.check().violations(present);
        if (!violations.isEmpty()) {
            throw DroverException.invalid("The parameters do not fit action '"
                    + callable.action().ref() + "': " + String.join("; ", violations) + ". 'drover action get "
                    + callable.action().ref() + "' shows what it takes.");
        }
    }

    private static boolean isRequired(Map<String, @Nullable Object> schema) {
        return Boolean.TRUE.equals(schema.get("required"));
    }

    private Map<String, @Nullable Object> rendered(
            CallableAction callable,
            Map<String, @Nullable Object> sources,
            Map<String, ? extends @Nullable Object> context) {
        Map<String, @Nullable Object> done = new LinkedHashMap<>();
        if (sources.values().stream().noneMatch(Parameters::isTemplate)) {
            sources.forEach((name, value) -> done.put(name, cast(callable, name, value)));
            return done;
        }
        Map<String, @Nullable Object> seen = new LinkedHashMap<>(context);
        new Resolution(callable, sources, seen, done).all();
        return done;
    }

    private static @Nullable Object cast(CallableAction callable, String name, @Nullable Object value) {
        Map<String, @Nullable Object> schema = callable.parameters().get(name);
        if (schema == null) {
            return value;
        }
        try {
            return Cast.to(schema, name, value);
        } catch (DroverException e) {
            if (callable.secrets().contains(name)) {
                throw DroverException.invalid("Expected the secret parameter '" + name + "' to be of type '"
                        + schema.get("type") + "', but found another one, which is not shown here.");
            }
            throw e;
        }
    }

    /** Rendering parameters that refer to each other. */
    private final class Resolution {
        private final CallableAction callable;
        private final Map<String, @Nullable Object> sources;
        private final Map<String, @Nullable Object> seen;
        private final Map<String, @Nullable Object> done;
        private final Set<String> underWay = new LinkedHashSet<>();

        Resolution(
                CallableAction callable,
                Map<String, @Nullable Object> sources,
                Map<String, @Nullable Object> seen,
                Map<String, @Nullable Object> done) {
            this.callable = callable;
            this.sources = sources;
            this.seen = seen;
            this.done = done;
        }

        void all() {
            sources.keySet().forEach(this::resolve);
        }

        private void resolve(String name) {
            if (done.containsKey(name)) {
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
                    throw DroverException.invalid(
                            "Dependency unsatisfied in variable \"" + needed + "\", which parameter '" + name
                                    + "' asks for. Known are: " + String.join(", ", seen.keySet()) + ".");
                }
            }
            Object value = cast(callable, name, value(name, source));
            done.put(name, value);
            seen.put(name, value);
            underWay.remove(name);
        }

        private @Nullable Object value(String name, @Nullable Object source) {
            try {
                return source instanceof String text ? renderedText(text) : renderedWithin(source);
            } catch (ExpressionException | IllegalArgumentException e) {
                throw DroverException.of(
                        io.drover.model.error.ErrorCode.INVALID_ARGUMENT,
                        "Parameter '" + name + "' of action '"
                                + callable.action().ref() + "' could not be rendered: " + e.getMessage(),
                        e);
            }
        }

        private Object renderedText(String text) {
            return template(text).<Object>map(template -> template.render(seen)).orElse(text);
        }

        private @Nullable Object nativeValue(String text) {
            Optional<Expression> lone = loneExpression(text);
            return lone.isPresent() ? JsonValues.copy(lone.orElseThrow().evaluate(seen)) : renderedText(text);
        }

        private @Nullable Object renderedWithin(@Nullable Object value) {
            if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
                map.forEach((key, element) ->
                        rendered.put(String.valueOf(renderedText(String.valueOf(key))), renderedWithin(element)));
                return rendered;
            }
            if (value instanceof Collection<?> list) {
                List<@Nullable Object> rendered = new ArrayList<>(list.size());
                list.forEach(element -> rendered.add(renderedWithin(element)));
                return rendered;
            }
            // within a list or an object, a lone block keeps the type of its value
            return value instanceof String text ? nativeValue(text) : value;
        }
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

    private static boolean isTemplate(@Nullable Object value) {
        if (value instanceof String text) {
            return text.contains("{{") || text.contains("{%");
        }
        if (value instanceof Map<?, ?> map) {
            return map.keySet().stream().anyMatch(Parameters::isTemplate)
                    || map.values().stream().anyMatch(Parameters::isTemplate);
        }
        return value instanceof Collection<?> list && list.stream().anyMatch(Parameters::isTemplate);
    }

    private static String quoted(List<String> names) {
        return Json.write(names).replace('"', '\'');
    }
}
