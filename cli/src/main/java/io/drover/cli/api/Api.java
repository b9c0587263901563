package io.drover.cli.api;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import io.drover.cli.json.JsonText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The REST API of one daemon. Every failure says which request failed and how. */
public final class Api {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    private final Connection connection;
    private final HttpClient http;

    public Api(Connection connection) {
        this.connection = connection;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .build();
    }

    /** {@return a path of the API: the parts, escaped, between slashes} */
    public static String path(String... parts) {
        StringBuilder path = new StringBuilder();
        for (String part : parts) {
            path.append('/').append(escaped(part));
        }
        return path.toString();
    }

    public Answer get(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(parameter -> escaped(parameter.getKey()) + "=" + escaped(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return send("GET", parameters.isEmpty() ? path : path + "?" + parameters, null);
    }

    public Answer get(String path) {
        return get(path, Map.of());
    }

    /** {@return the answer, absent where the API says that there is no such thing} */
    public Optional<Answer> find(String path, Map<String, String> query) {
        try {
            return Optional.of(get(path, query));
        } catch (Refusal refusal) {
            if (refusal.isNotFound()) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    public Answer post(String path, Object body) {
        return send("POST", path, JsonText.compact(body));
    }

    public Answer put(String path, Document body) {
        return send("PUT", path, JsonText.compact(body.values()));
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    private Answer send(String method, String path, @Nullable String body) {
        String url = connection.api() + path;
        String request = method + " " + url;
        HttpResponse<String> response = exchange(request(method, url, body), request);
        Object content = content(response, request);
        if (response.statusCode() / 100 != 2) {
            throw new Refusal(response.statusCode(), request, reason(content));
        }
        return new Answer(content, response.headers().firstValueAsLong("X-Total-Count"));
    }

    private HttpRequest request(String method, String url, @Nullable String body) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder builder = HttpRequest.newBuilder(address(url))
                .timeout(ANSWER_WITHIN)
                .header("Accept", "application/json, text/plain")
                .method(method, publisher);
        connection.credential().ifPresent(header -> builder.header(header[0], header[1]));
        if (body != null) {
            builder.header("Content-Type", "application/json");
        }
        return builder.build();
    }

    private static URI address(String url) {
        try {
            URI address = URI.create(url);
            if (address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw notAnAddress(url);
        }
        throw notAnAddress(url);
    }

    private static CommandFailure notAnAddress(String url) {
        return CommandFailure.usage(
                "\"" + url + "\" is no address; --url and DROVER_URL take one such as http://127.0.0.1:9101.");
    }

    private HttpResponse<String> exchange(HttpRequest request, String name) {
        try {
            return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (HttpTimeoutException e) {
            throw unavailable(name + " had no answer in time. Is the daemon overloaded, or the address wrong?");
        } catch (ConnectException e) {
            throw unavailable(
                    name + " found nothing that listens there. Start the daemon with bin/droverd, or say where"
                            + " it is with --url or DROVER_URL.");
        } catch (IOException e) {
            String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw unavailable(name + " broke off: " + detail + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(name + " was interrupted.");
        } catch (IllegalArgumentException e) {
            throw notAnAddress(request.uri().toString());
        }
    }

    private static CommandFailure unavailable(String message) {
        return new CommandFailure(ExitCode.UNAVAILABLE, message);
    }

    private static @Nullable Object content(HttpResponse<String> response, String request) {
        String text = response.body();
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        if (text.isEmpty() || !json) {
            return text.isEmpty() ? null : text;
        }
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, request + " was answered with broken JSON: " + e.getMessage() + ".");
        }
    }

    private static String reason(@Nullable Object content) {
        if (content instanceof String text) {
            return text.length() > 300 ? text.substring(0, 300) + "…" : text;
        }
        return Document.of(content).text("faultstring");
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
