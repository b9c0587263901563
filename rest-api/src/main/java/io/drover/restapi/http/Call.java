package io.drover.restapi.http;

import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.json.JsonValues;
import io.drover.model.store.Query;
import io.drover.restapi.json.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request as an operation sees it: whole, and from somebody who may ask.
 *
 * @param place values of the path's places, by name
 * @param proof tells who asks by the same proof at a later time, and refuses with {@code UNAUTHENTICATED} once that is worth
 *     nothing
 * @param location where the caller's proof was found: in a header, the query, a cookie, or none
 * @param address from where the request came
 * @param json reads bodies
 */
public record Call(
        Map<String, String> place,
        MultiMap query,
        MultiMap headers,
        Buffer body,
        Principal principal,
        Supplier<Principal> proof,
        String location,
        String requestId,
        String address,
        Json json) {
    private static final Set<String> TRUE = Set.of("true", "1", "yes", "y");
    private static final int MOST_IDS = 100;

    /** {@return what stands at a place of the path} */
    public String at(String name) {
        String value = place.get(name);
        if (value == null) {
            throw new IllegalStateException("The path of this operation has no place '" + name + "'");
        }
        return value;
    }

    /** {@return the value of a query parameter; null where it is absent or empty} */
    public @Nullable String param(String name) {
        String value = query.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** {@return whether a query parameter is one of the words for yes} */
    public boolean flag(String name) {
        String value = param(name);
        return value != null && TRUE.contains(value.toLowerCase(Locale.ROOT));
    }

    /** {@return the values of a comma-separated query parameter; empty where it is absent} */
    public List<String> listed(String name) {
        String value = param(name);
        List<String> values = new ArrayList<>();
        if (value != null) {
            for (String part : value.split(",", -1)) {
                if (!part.isBlank()) {
                    values.add(part.strip());
                }
            }
        }
        return values;
    }

    /** {@return the sort order that is asked for; a minus sign before a field means the other way round} */
    List<Query.Order> orders() {
        return listed("sort").stream()
                .map(key -> {
                    boolean descending = key.startsWith("-");
                    return new Query.Order(descending || key.startsWith("+") ? key.substring(1) : key, !descending);
                })
                .toList();
    }

    /** {@return the ids of the filter {@code id}; empty where there is none} */
    public List<String> ids() {
        List<String> ids = listed("id");
        if (ids.size() > MOST_IDS) {
            throw DroverException.invalid("Expected at most " + MOST_IDS + " ids, but found " + ids.size()
                    + ". Ask for them in several requests.");
        }
        return ids;
    }

    /** {@return the whole number of a query parameter, or the other value where it is absent} */
    public int number(String name, int otherwise) {
        String value = param(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw DroverException.of(
                    ErrorCode.INVALID_ARGUMENT,
                    "Expected a whole number below 2^31 as parameter '" + name + "', but found '" + value + "'.",
                    e);
        }
    }

    /** {@return the fields of a JSON body that has to be an object; an empty body is an empty object} */
    public Fields fields() {
        Object value = Body.json(this);
        if (value == null) {
            return new Fields(Map.of());
        }
        if (value instanceof Map<?, ?> map) {
            return new Fields(JsonValues.copyOf(map));
        }
        throw DroverException.invalid("Expected a JSON object as body, but found " + Body.kind(value) + ".");
    }
}
