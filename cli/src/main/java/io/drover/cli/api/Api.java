package io.drover.cli.api;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import io.drover.cli.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of one daemon. Every failure says which request failed and how.
 *
 * <p>Made with the JDK's first HTTP client: its second one, {@code java.net.http}, took 0.6 s longer to start, more
 * than all else that a command does.
 */
public final class Api {
    private static final int CONNECT_WITHIN_MILLISECONDS = 10_000;
    private static final String EVENTS = "text/event-stream";
    private static final int FILE_WITHIN_MILLISECONDS = 660_000;
    private static final int ANSWER_WITHIN_MILLISECONDS = 120_000;

    static {
        // The client would send a POST again when the connection breaks off, and so run an action twice.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    /** What is sent. */
    private record Content(String type, String text) {
        static Content json(String text) {
            return new Content("application/json", text);
        }
    }

    private final Connection connection;
    private final Optional<String[]> credential;

    public Api(Connection connection) {
        this(connection, connection.credential());
    }

    private Api(Connection connection, Optional<String[]> credential) {
        this.connection = connection;
        this.credential = credential;
    }

    /** {@return the same API, asked by a user with a password} */
    public Api as(String user, String password) {
        String both = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Api(connection, Optional.of(new String[] {"Authorization", "Basic " + both}));
    }

    /** {@return where the API is} */
    public String address() {
        return connection.api();
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
        return send("GET", withQuery(path, query), null);
    }

    private static String withQuery(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(parameter -> escaped(parameter.getKey()) + "=" + escaped(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? path : path + "?" + parameters;
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

    /** Posts a text as it is. */
    public Answer postText(String path, String text) {
        String url = connection.api() + path;
        String request = "POST " + url;
        return attempt(url, request, http -> exchange(http, "POST", request, new Content("text/plain", text)));
    }

    public Answer put(String path, Document body) {
        return send("PUT", path, JsonText.compact(body.values()));
    }

    public Answer delete(String path) {
        return delete(path, Map.of());
    }

    public Answer delete(String path, Map<String, String> query) {
        return send("DELETE", withQuery(path, query), null);
    }

    /** Deletes, and says how. */
    public Answer deleteWith(String path, Object body) {
        return send("DELETE", path, JsonText.compact(body));
    }

    /**
     * Reads a stream of events until it ends.
     *
     * @param each gets an event's name and its data
     * @return whether there was such a stream: an API may have none, and answer in another way
     */
    public boolean follow(String path, Map<String, String> query, BiConsumer<String, String> each) {
        String url = connection.api() + withQuery(path, query);
        String request = "GET " + url;
        return attempt(url, request, http -> {
            prepare(http, "GET", EVENTS);
            int status = http.getResponseCode();
            if (status / 100 != 2) {
                throw new Refusal(status, request, reason(content(text(http, status), http.getContentType(), request)));
            }
            String type = http.getContentType();
            boolean isStream = type != null && type.startsWith(EVENTS);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(http.getInputStream(), StandardCharsets.UTF_8))) {
                if (isStream) {
                    read(lines, each);
                }
            }
            return isStream;
        });
    }

    /** Posts, and passes on what comes back while it comes, however much it is. */
    public void download(String path, Object body, OutputStream out) {
        String url = connection.api() + path;
        String request = "POST " + url;
        long bytes = attempt(url, request, http -> {
            prepare(http, "POST", "*/*");
            http.setReadTimeout(FILE_WITHIN_MILLISECONDS);
            send(http, Content.json(JsonText.compact(body)));
            int status = http.getResponseCode();
            if (status / 100 != 2) {
                throw new Refusal(status, request, reason(content(text(http, status), http.getContentType(), request)));
            }
            try (InputStream content = http.getInputStream()) {
                return content.transferTo(out);
            }
        });
        if (bytes == 0) {
            throw unavailable(request + " was answered with nothing.");
        }
    }

    private static void read(BufferedReader lines, BiConsumer<String, String> each) throws IOException {
        String name = "";
        String data = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            } else if (line.isEmpty() && !name.isEmpty()) {
                each.accept(name, data);
                name = "";
                data = "";
            }
        }
    }

    private Answer send(String method, String path, @Nullable String body) {
        String url = connection.api() + path;
        String request = method + " " + url;
        Content content = body == null ? null : Content.json(body);
        return attempt(url, request, http -> exchange(http, method, request, content));
    }

    /** One request and its answer. */
    @FunctionalInterface
    private interface Exchange<T> {
        T with(HttpURLConnection http) throws IOException;
    }

    private static <T> T attempt(String url, String request, Exchange<T> exchange) {
        try {
            return exchange.with((HttpURLConnection) address(url).openConnection());
        } catch (SocketTimeoutException e) {
            throw unavailable(request + " had no answer in time. Is the daemon overloaded, or the address wrong?");
        } catch (ConnectException e) {
            throw unavailable(request + " found nothing that listens there. Start the daemon with bin/droverd, or say"
                    + " where it is with --url or DROVER_URL.");
        } catch (UnknownHostException e) {
            throw unavailable(
                    request + " found no host of that name. Say where the daemon is with --url or DROVER_URL.");
        } catch (IOException e) {
            String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw unavailable(request + " broke off: " + detail + ".");
        }
    }

    private static URL address(String url) {
        try {
            URI address = URI.create(url);
            String scheme = address.getScheme();
            if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return address.toURL();
            }
        } catch (IllegalArgumentException | MalformedURLException e) {
            throw notAnAddress(url);
        }
        throw notAnAddress(url);
    }

    private static CommandFailure notAnAddress(String url) {
        return CommandFailure.usage(
                "\"" + url + "\" is no address; --url and DROVER_URL take one such as http://127.0.0.1:9101.");
    }

    private Answer exchange(HttpURLConnection http, String method, String request, @Nullable Content body)
            throws IOException {
        prepare(http, method, "application/json, text/plain");
        if (body != null) {
            send(http, body);
        }
        int status = http.getResponseCode();
        Object content = content(text(http, status), http.getContentType(), request);
        if (status / 100 != 2) {
            throw new Refusal(status, request, reason(content));
        }
        return new Answer(content, total(http.getHeaderField("X-Total-Count")));
    }

    private static void send(HttpURLConnection http, Content body) throws IOException {
        http.setRequestProperty("Content-Type", body.type());
        http.setDoOutput(true);
        try (OutputStream out = http.getOutputStream()) {
            out.write(body.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void prepare(HttpURLConnection http, String method, String accepted) throws ProtocolException {
        http.setConnectTimeout(CONNECT_WITHIN_MILLISECONDS);
        http.setReadTimeout(ANSWER_WITHIN_MILLISECONDS);
        http.setInstanceFollowRedirects(false);
        http.setRequestMethod(method);
        http.setRequestProperty("Accept", accepted);
        credential.ifPresent(header -> http.setRequestProperty(header[0], header[1]));
    }

    private static String text(HttpURLConnection http, int status) throws IOException {
        try (InputStream content = status < 400 ? http.getInputStream() : http.getErrorStream()) {
            return content == null ? "" : new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static OptionalLong total(@Nullable String header) {
        try {
            return header == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(header));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static CommandFailure unavailable(String message) {
        return new CommandFailure(ExitCode.UNAVAILABLE, message);
    }

    private static @Nullable Object content(String text, @Nullable String type, String request) {
        if (text.isEmpty() || type == null || !type.contains("json")) {
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
