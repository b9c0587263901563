package io.drover.restapi.http;

import io.drover.model.error.DroverException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of an object the caller wants: {@code include_attributes} or {@code exclude_attributes}, with dots for
 * fields of fields. The id is always there.
 */
public final class Attributes {
    /** Every field. */
    public static final Attributes ALL = new Attributes(List.of(), List.of());

    private final List<List<String>> included;
    private final List<List<String>> excluded;

    private Attributes(List<List<String>> included, List<List<String>> excluded) {
        this.included = included;
        this.excluded = excluded;
    }

    /** Reads the selection; every field of the shape may be left out. */
    public static Attributes of(Call call, Set<String> shape) {
        return of(call, shape, shape);
    }

    /**
     * Reads the selection.
     *
     * @param shape the fields there are
     * @param excludable those of them that may be left out
     */
    public static Attributes of(Call call, Set<String> shape, Set<String> excludable) {
        List<String> include = call.listed("include_attributes");
        List<String> exclude = call.listed("exclude_attributes");
        if (include.isEmpty() && exclude.isEmpty()) {
            return ALL;
        }
        if (!include.isEmpty() && !exclude.isEmpty()) {
            throw DroverException.invalid(
                    "Expected 'include_attributes' or 'exclude_attributes', but found both. Leave one out.");
        }
        return new Attributes(paths(include, shape, "include"), paths(exclude, excludable, "exclude"));
    }

    private static List<List<String>> paths(List<String> names, Set<String> allowed, String what) {
        return names.stream()
                .map(name -> {
                    List<String> path = List.of(name.split("\\.", -1));
                    if (!allowed.contains(path.get(0)) && !path.get(0).equals("id")) {
                        throw DroverException.invalid("Invalid or unsupported " + what + " attribute specified: " + name
                                + ". Allowed are: "
                                + String.join(", ", allowed.stream().sorted().toList()) + ".");
                    }
                    return path;
                })
                .toList();
    }

    /** {@return whether anything of the field is wanted} */
    public boolean wants(String field) {
        return (included.isEmpty()
                        || included.stream().anyMatch(path -> path.get(0).equals(field)))
                && !excluded.contains(List.of(field));
    }

    /** {@return what is wanted of an object} */
    public Map<String, @Nullable Object> of(Map<String, @Nullable Object> object) {
        if (!included.isEmpty()) {
            Map<String, @Nullable Object> chosen = new LinkedHashMap<>();
            included.forEach(path -> copy(object, path, chosen));
            if (object.containsKey("id")) {
                chosen.put("id", object.get("id"));
            }
            return chosen;
        }
        if (excluded.isEmpty()) {
            return object;
        }
        Map<String, @Nullable Object> rest = object;
        for (List<String> path : excluded) {
            rest = without(rest, path);
        }
        return rest;
    }

    private static void copy(Map<?, ?> from, List<String> path, Map<String, @Nullable Object> to) {
        String field = path.get(0);
        if (!from.containsKey(field)) {
            return;
        }
        Object value = from.get(field);
        if (path.size() == 1) {
            to.put(field, value);
        } else if (value instanceof Map<?, ?> inner) {
            Map<String, @Nullable Object> target = new LinkedHashMap<>();
            if (to.get(field) instanceof Map<?, ?> begun) {
                begun.forEach((key, known) -> target.put(String.valueOf(key), known));
            }
            copy(inner, path.subList(1, path.size()), target);
            to.put(field, target);
        }
    }

    private static Map<String, @Nullable Object> without(Map<?, ?> object, List<String> path) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            if (!path.get(0).equals(key)) {
                rest.put(String.valueOf(key), value);
            } else if (path.size() > 1
                    && value instanceof Map<?, ?> inner
                    && !path.get(0).equals("id")) {
                rest.put(String.valueOf(key), without(inner, path.subList(1, path.size())));
            } else if (path.get(0).equals("id")) {
                rest.put("id", value);
            }
        });
        return rest;
    }
}
