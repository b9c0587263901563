package io.drover.restapi.http;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the operation that a method and a path mean. A path without places goes before one with places. */
public final class Routes {
    private static final List<String> PREFIXES = List.of("/api/v1", "/v1", "/auth/v1", "/auth");

    private final Map<String, Operation> literal = new HashMap<>();
    /** By method and the path's first part, which is never a place. */
    private final Map<String, List<Pattern>> patterns = new HashMap<>();

    /** Takes a table of operations; two of the same method and path are a mistake of ours. */
    public Routes(List<Operation> operations) {
        for (Operation operation : operations) {
            if (operation.path().indexOf('{') >= 0) {
                Pattern pattern =
                        new Pattern(List.of(operation.path().substring(1).split("/", -1)), operation);
                patterns.computeIfAbsent(operation.method() + pattern.parts().get(0), key -> new ArrayList<>())
                        .add(pattern);
            } else if (literal.put(operation.method() + operation.path(), operation) != null) {
                throw new IllegalArgumentException("Two operations are " + operation.method() + " " + operation.path());
            }
        }
    }

    /** An operation, and what stands at the places of its path. */
    public record Match(Operation operation, Map<String, String> place) {}

    /**
     * Finds an operation.
     *
     * @param rawPath as it was sent: with any of our prefixes or none, with a trailing slash or without
     */
    public Optional<Match> find(String method, String rawPath) {
        String path = withoutPrefix(rawPath);
        Operation known = literal.get(method + path);
        if (known != null) {
            return Optional.of(new Match(known, Map.of()));
        }
        String[] parts = path.substring(1).split("/", -1);
        for (Pattern pattern : patterns.getOrDefault(method + parts[0], List.of())) {
            Map<String, String> place = pattern.places(parts);
            if (place != null) {
                return Optional.of(new Match(pattern.operation(), place));
            }
        }
        return Optional.empty();
    }

    /** {@return whether there is an operation with another method} */
    public boolean knows(String rawPath) {
        String path = withoutPrefix(rawPath);
        String[] parts = path.substring(1).split("/", -1);
        return literal.values().stream().anyMatch(operation -> operation.path().equals(path))
                || patterns.values().stream().flatMap(List::stream).anyMatch(pattern -> pattern.places(parts) != null);
    }

    private static String withoutPrefix(String rawPath) {
        String path = rawPath;
        for (String prefix : PREFIXES) {
            if (path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
                path = path.substring(prefix.length());
                break;
            }
        }
        if (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (path.equals("/actionexecutions") || path.startsWith("/actionexecutions/")) {
            path = "/executions" + path.substring("/actionexecutions".length());
        }
        return path.isEmpty() ? "/" : path;
    }

    private record Pattern(List<String> parts, Operation operation) {

        @Nullable
        Map<String, String> places(String[] given) {
            boolean open = parts.get(parts.size() - 1).endsWith("*}");
            if (open ? given.length < parts.size() : given.length != parts.size()) {
                return null;
            }
            Map<String, String> places = new LinkedHashMap<>();
            for (int i = 0; i < parts.size(); i++) {
                String part = parts.get(i);
                if (part.endsWith("*}")) {
                    String rest = String.join("/", List.of(given).subList(i, given.length));
                    places.put(part.substring(1, part.length() - 2), decoded(rest));
                } else if (part.startsWith("{")) {
                    if (given[i].isEmpty()) {
                        return null;
                    }
                    places.put(part.substring(1, part.length() - 1), decoded(given[i]));
                } else if (!part.equals(given[i])) {
                    return null;
                }
            }
            return places;
        }

        private static String decoded(String part) {
            if (part.indexOf('%') < 0) {
                return part;
            }
            try {
                return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw DroverException.of(
                        ErrorCode.INVALID_ARGUMENT,
                        "Expected a path whose percent signs are followed by two hex digits, but found '" + part + "'.",
                        e);
            }
        }
    }
}
