package io.drover.camelactions.http;

import io.drover.camelactions.value.Given;
import io.drover.camelactions.value.Json;
import io.drover.model.action.ActionContext;
import io.drover.model.execution.TraceParent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.jspecify.annotations.Nullable;

/** A request as it goes over the wire. */
@SuppressWarnings("ArrayRecordComponent") // requests are never compared, and their bodies are not copied
record OutgoingRequest(String method, URI url, Map<String, String> headers, byte @Nullable [] body) {
    private static final Set<String> SET_BY_THE_CLIENT = Set.of("content-length", "connection", "transfer-encoding");
    private static final Set<String> FOR_ONE_SERVER_ONLY = Set.of("authorization", "cookie");

    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** RFC 9110, 5.5. */
    private static final Pattern FIELD_VALUE = Pattern.compile("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*");

    /**
     * Reads a request from the parameters of an action.
     *
     * @throws IllegalArgumentException where they contradict each other, have no meaning, or name a file that cannot be read
     */
    static OutgoingRequest of(ActionContext context) {
        Given runner = new Given(context.runnerParameters());
        Given action = new Given(context.actionParameters());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "drover");
        headers.put("Idempotency-Key", context.execution().id());
        TraceParent span = context.traceParent();
        if (span != null) {
            headers.put(TraceParent.NAME, span.header());
        }
        runner.object("headers").forEach((name, value) -> headers.put(name, Json.plain(value)));
        headers.put("X-Stanley-Action", context.action().ref().name());
        headers.put("Drover-Execution-Id", context.execution().id());
        Map<String, Object> cookies = runner.object("cookies");
        if (!cookies.isEmpty()) {
            headers.put(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + Json.plain(cookie.getValue()))
                            .collect(Collectors.joining("; ")));
        }
        URI url = withQuery(runner.text("url", ""), action.object("params"));
        String credentials = credentials(runner, action, url);
        if (credentials != null) {
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        byte[] body = body(context.actionParameters().get("body"), action, headers);
        headers.keySet().removeIf(name -> SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT)));
        String method = action.text("method", body == null ? "GET" : "POST").toUpperCase(Locale.ROOT);
        requireWellFormed(method, headers);
        return new OutgoingRequest(method, url, headers, body);
    }

    /** {@return this request as a server with the given answer wants it sent elsewhere} */
    OutgoingRequest redirected(int status, URI location) {
        URI target = url.resolve(location);
        boolean asGet = (status == 303 && !method.equals("HEAD")) || (status <= 302 && method.equals("POST"));
        Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        kept.putAll(headers);
        if (!sameServer(target)) {
            kept.keySet().removeIf(name -> FOR_ONE_SERVER_ONLY.contains(name.toLowerCase(Locale.ROOT)));
        }
        if (asGet) {
            kept.remove("Content-Type");
        }
        return new OutgoingRequest(asGet ? "GET" : method, target, kept, asGet ? null : body);
    }

    AsyncRequestProducer toProducer() {
        AsyncRequestBuilder builder = AsyncRequestBuilder.create(method).setUri(withoutUser(url));
        headers.forEach(builder::addHeader);
        if (body != null) {
            builder.setEntity(body, null);
        }
        return builder.build();
    }

    /** The user goes into a header. */
    private static URI withoutUser(URI url) {
        String user = url.getRawUserInfo();
        return user == null ? url : URI.create(url.toString().replaceFirst(Pattern.quote(user + "@"), ""));
    }

    private static void requireWellFormed(String method, Map<String, String> headers) {
        if (!TOKEN.matcher(method).matches()) {
            throw new IllegalArgumentException(
                    "Expected a method like GET in parameter 'method', but found '" + method + "'.");
        }
        headers.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "Expected names like Content-Type in parameter 'headers', but found '" + name + "'.");
            }
            if (!FIELD_VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("Expected one line of text as the value of header '" + name
                        + "', but found control characters in it. Leave them out.");
            }
        });
    }

    private boolean sameServer(URI target) {
        return String.valueOf(url.getScheme()).equalsIgnoreCase(target.getScheme())
                && String.valueOf(url.getHost()).equalsIgnoreCase(target.getHost())
                && url.getPort() == target.getPort();
    }

    /** From the parameters, else from the address itself. */
    private static @Nullable String credentials(Given runner, Given action, URI url) {
        String username = runner.text("username");
        String password = runner.text("password");
        if (username != null || password != null) {
            return (username == null ? "" : username) + ":" + (password == null ? "" : password);
        }
        String auth = action.text("auth");
        return auth == null ? url.getUserInfo() : auth;
    }

    private static byte @Nullable [] body(@Nullable Object body, Given action, Map<String, String> headers) {
        String path = action.text("file_path");
        String content = action.text("file_content");
        boolean hasBody = body != null && !body.equals("");
        if (path != null || content != null) {
            if (hasBody || (path != null && content != null)) {
                throw new IllegalArgumentException("Expected one of the parameters body, file_content and file_path, "
                        + "but found several. Leave all but one out.");
            }
            byte[] bytes =
                    path == null ? String.valueOf(content).getBytes(StandardCharsets.UTF_8) : content(Path.of(path));
            String name = action.text(
                    "file_name",
                    path == null ? "file" : String.valueOf(Path.of(path).getFileName()));
            return multipart(name, action.text("file_content_type"), bytes, headers);
        }
        if (body == null || !hasBody) {
            return null;
        }
        boolean json = isJson(headers.getOrDefault("Content-Type", ""));
        boolean asItIs =
                body instanceof String text && !(json && !Json.read(text).parsed());
        return (asItIs ? body.toString() : Json.write(body)).getBytes(StandardCharsets.UTF_8);
    }

    /** {@return whether a media type, whatever its parameters, is the one of JSON; those that only build on it are not} */
    static boolean isJson(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().equalsIgnoreCase("application/json");
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Tried to read the file in parameter 'file_path', but found: " + e
                            + ". Name a file that the daemon may read.",
                    e);
        }
    }

    private static byte[] multipart(
            String name, @Nullable String contentType, byte[] content, Map<String, String> headers) {
        String boundary = "drover-" + headers.get("Drover-Execution-Id");
        headers.put("Content-Type", "multipart/form-data; boundary=" + boundary);
        String safe = name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        String start = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + safe + "\"; filename=\"" + safe
                + "\"\r\n" + (contentType == null ? "" : "Content-Type: " + oneLine(contentType) + "\r\n") + "\r\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(start.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(content);
        bytes.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static String oneLine(String text) {
        return text.replace('\r', ' ').replace('\n', ' ');
    }

    private static URI withQuery(String url, Map<String, Object> parameters) {
        URI address = address(url);
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> {
            List<?> values = value instanceof List<?> list ? list : List.of(value);
            values.forEach(one -> pairs.add(encoded(name) + "=" + encoded(Json.plain(one))));
        });
        if (pairs.isEmpty()) {
            return address;
        }
        int fragment = url.indexOf('#');
        String bare = fragment < 0 ? url : url.substring(0, fragment);
        return URI.create(bare + (bare.contains("?") ? "&" : "?") + String.join("&", pairs));
    }

    private static URI address(String url) {
        @Nullable URISyntaxException wrong = null;
        try {
            URI address = new URI(url);
            String scheme = address.getScheme();
            if (address.getHost() != null && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                return address;
            }
        } catch (URISyntaxException e) {
            wrong = e;
        }
        throw new IllegalArgumentException(
                "Expected an address like https://host/path in parameter 'url', but found '" + url + "'"
                        + (wrong == null ? "." : ": " + wrong.getReason() + "."),
                wrong);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
