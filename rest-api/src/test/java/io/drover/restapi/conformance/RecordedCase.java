package io.drover.restapi.conformance;

import static java.util.Objects.requireNonNull;

import io.drover.restapi.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request that was put to a live StackStorm 3.10dev, and its answer.
 *
 * @param server null where it ran without authentication
 */
public record RecordedCase(String name, @Nullable String server, Map<?, ?> request, Map<?, ?> response) {
    private static final String FOLDER = "/conformance/";
    private static final int DEEPEST = 200;

    /** {@return all cases, in the order in which they were recorded} */
    public static List<RecordedCase> all() {
        return lines("cases.txt").map(RecordedCase::read).toList();
    }

    /** {@return cases that are not run against Drover, each with the reason} */
    public static Map<String, String> off() {
        return named("off.txt");
    }

    /** {@return cases that need a whole daemon: its packs, and what earlier cases left} */
    public static Map<String, String> needDaemon() {
        return named("need-daemon.txt");
    }

    /** {@return the name, for reports of tests} */
    @Override
    public String toString() {
        return name;
    }

    String method() {
        return String.valueOf(request.get("method"));
    }

    String path() {
        return String.valueOf(request.get("path"));
    }

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        ((Map<?, ?>) requireNonNull(request.get("headers")))
                .forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
        return headers;
    }

    @Nullable
    Object body() {
        return request.get("body");
    }

    int status() {
        return ((Number) requireNonNull(response.get("status"))).intValue();
    }

    @Nullable
    String answerHeader(String name) {
        Object value = ((Map<?, ?>) requireNonNull(response.get("headers"))).get(name);
        return value == null ? null : value.toString();
    }

    @Nullable
    Object answer() {
        return response.get("body");
    }

    private static RecordedCase read(String name) {
        Map<?, ?> json = (Map<?, ?>) requireNonNull(new Json(DEEPEST).read(bytes(name + ".json")));
        Object server = json.get("server");
        return new RecordedCase(
                name, server == null ? null : server.toString(), (Map<?, ?>) requireNonNull(json.get("request")), (Map<
                                ?, ?>)
                        requireNonNull(json.get("response")));
    }

    private static Map<String, String> named(String file) {
        Map<String, String> named = new LinkedHashMap<>();
        lines(file).forEach(line -> {
            int end = line.indexOf(' ');
            named.put(line.substring(0, end), line.substring(end).strip());
        });
        return named;
    }

    private static Stream<String> lines(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    private static byte[] bytes(String file) {
        try (InputStream in = requireNonNull(RecordedCase.class.getResourceAsStream(FOLDER + file), file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
