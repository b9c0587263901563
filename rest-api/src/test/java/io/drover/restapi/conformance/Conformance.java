package io.drover.restapi.conformance;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.restapi.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts recorded requests to a server and compares status, shape and named values of the answers. Ids, times, hosts,
 * descriptions and free text may differ. Cases run in their order: ids in later requests are those that this server
 * gave where the recorded one gave the ids in the recording.
 */
public final class Conformance {
    /** A user that logs in, with {@link #PASSWORD}. */
    public static final String ADMIN = "st2admin";

    /** An inquiry that waits for a response of the schema {@link #ASKED}. */
    public static final String INQUIRY = "6b032062bcf579884de8498a";

    /** What the recorded inquiry asks for. */
    public static final Map<String, @Nullable Object> ASKED = Map.of(
            "type",
            "object",
            "properties",
            Map.of("approved", Map.of("type", "boolean", "description", "Continue?", "required", true)));

    public static final String PASSWORD = "Ch@ngeMe1";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int DEEPEST = 200;
    private static final String MASKED = "<masked>";
    private static final String MASKED_TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    /** A value that StackStorm's datastore encrypted: each server has its own keys. */
    private static final Pattern CIPHERTEXT = Pattern.compile("3030303030[0-9A-F]+");

    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");

    /** Fields whose values are a server's own: only their kind is compared. */
    private static final Set<String> OWN_VALUES = Set.of(
            "faultstring",
            "description",
            "message",
            "version",
            "docs_url",
            "web_url",
            "path",
            "files",
            "author",
            "email",
            "hostname",
            "pid",
            "elapsed_seconds",
            "result_size",
            "failure_reason",
            "uid",
            "metadata_file",
            "key",
            "key_hash",
            "runner_package",
            "runner_module",
            "user",
            "username",
            "paused_by",
            "resumed_by",
            "cancelled_by",
            "ref_count",
            "entry_point",
            "rbac",
            "token",
            "delay");

    /** Fields that depend on the content of packs and runners: only their kind is compared. */
    private static final Set<String> CONTENT = Set.of(
            "runner_parameters",
            "runner",
            "payload_schema",
            "parameters_schema",
            "output_schema",
            "python_versions",
            "keywords",
            "contributors",
            "dependencies",
            "system",
            "headers",
            "headers_lower");

    /** Fields that only the recorded server has. */
    private static final Set<String> NOT_OURS = Set.of("pid", "hostname", "trace_context", "token_expire");

    /** Fields that an item of a list has or not, depending on what it tells of. */
    private static final Set<String> OPTIONAL = Set.of(
            "execution_id",
            "expire_timestamp",
            "failure_reason",
            "description",
            "result",
            "result_size",
            "end_timestamp",
            "elapsed_seconds",
            "trigger_instance",
            "trigger",
            "trigger_type",
            "rule",
            "parameters",
            "execution",
            "metadata_file");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Json json = new Json(DEEPEST);
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final URI server;
    private final String token;
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private @Nullable String apiKey;
    private @Nullable String issued;

    /**
     * Asks this server.
     *
     * @param token an administrator's, for requests that were recorded without authentication
     */
    public Conformance(URI server, String token) {
        this.server = server;
        this.token = token;
        // requests name them, though no answer told of them before
        ids.put("6b032004b8e7a3605202cb70", Kind.ACTION.id(Ref.of("core", "noop")));
        ids.put("6b032004b8e7a3605202cb78", "000000000000000000000001");
    }

    /** Says with what a user of the recordings asks here: {@code alice} looks, {@code bob} runs one action. */
    public Conformance with(String user, String theirToken) {
        tokens.put(user, theirToken);
        return this;
    }

    /** {@return the id here that stands for a recorded one} */
    public String own(String recorded) {
        return ids.getOrDefault(recorded, recorded);
    }

    /** Says by what id something is called here whose id in the recordings comes from a request that was not recorded. */
    public Conformance calls(String recordedId, String id) {
        ids.put(recordedId, id);
        return this;
    }

    /** {@return what differs, in lines; empty where the answer agrees} */
    public List<String> run(RecordedCase recorded) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request(recorded), BodyHandlers.ofByteArray());
        List<String> differences = new ArrayList<>();
        Object body = body(response);
        if (response.statusCode() != recorded.status()) {
            differences.add("status: expected " + recorded.status() + ", but was " + response.statusCode() + " with "
                    + new String(response.body(), StandardCharsets.UTF_8));
            return differences;
        }
        String limit = recorded.answerHeader("X-Limit");
        String found = response.headers().firstValue("X-Limit").orElse(null);
        if (limit != null && !limit.equals(found)) {
            differences.add("header X-Limit: expected " + limit + ", but was " + found);
        }
        if (recorded.answerHeader("X-Total-Count") != null
                && response.headers().firstValue("X-Total-Count").isEmpty()) {
            differences.add("header X-Total-Count is missing");
        }
        if (recorded.answer() != null) {
            boolean schema = recorded.path().startsWith("/v1/actions");
            compare("$", recorded.answer(), body, schema, differences);
        }
        if (body instanceof Map<?, ?> map && map.get("key") instanceof String key) {
            apiKey = key;
        }
        if (recorded.path().equals("/tokens")
                && body instanceof Map<?, ?> map
                && map.get("token") instanceof String one) {
            issued = one;
        }
        return differences;
    }

    private HttpRequest request(RecordedCase recorded) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + translated(recorded.path())))
                .timeout(TIMEOUT);
        Map<String, String> headers = recorded.headers();
        headers.forEach((name, value) -> request.header(name, value.equals(MASKED) ? proof(recorded, name) : value));
        if (recorded.server() == null) {
            request.header("X-Auth-Token", token);
        }
        Object body = recorded.body();
        if (body == null) {
            request.method(recorded.method(), BodyPublishers.noBody());
        } else {
            String text = body instanceof String raw ? raw : withToken(translated(Json.text(body)));
            request.method(recorded.method(), BodyPublishers.ofString(text));
        }
        return request.build();
    }

    /** A token in a body is the one that was issued last; the recording has another text in its place. */
    private String withToken(String body) {
        return issued == null ? body : body.replace(MASKED_TOKEN, issued);
    }

    private String proof(RecordedCase recorded, String header) {
        if (header.equals("Authorization")) {
            return credentials(recorded);
        }
        if (header.equals("X-Auth-Token")) {
            return tokens.getOrDefault(asker(recorded), token);
        }
        return apiKey == null || recorded.name().contains("bad") ? "no-such-key" : apiKey;
    }

    private static String credentials(RecordedCase recorded) {
        String password = recorded.name().contains("bad-password") ? "wrong" : PASSWORD;
        String both = Base64.getEncoder().encodeToString((ADMIN + ":" + password).getBytes(StandardCharsets.UTF_8));
        return (recorded.name().contains("bad-scheme") ? "Bearer " : "Basic ") + both;
    }

    // who asked is masked in the recording; their names are in those of the cases
    private static String asker(RecordedCase recorded) {
        String name = recorded.name();
        if (!name.contains("-rbac-")) {
            return "";
        }
        return name.contains("custom") ? "bob" : name.contains("observer") || name.contains("non-admin") ? "alice" : "";
    }

    private String translated(String text) {
        String translated = text;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            translated = translated.replace(id.getKey(), id.getValue());
        }
        return translated;
    }

    private @Nullable Object body(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (response.body().length == 0) {
            return null;
        }
        return type.startsWith("application/json")
                ? json.read(response.body())
                : new String(response.body(), StandardCharsets.UTF_8);
    }

    private void compare(
            String at, @Nullable Object recorded, @Nullable Object actual, boolean schema, List<String> differences) {
        if (recorded instanceof Map<?, ?> expected) {
            if (actual instanceof Map<?, ?> given) {
                compareObjects(at, expected, given, schema, differences);
            } else {
                differences.add(at + ": expected an object, but was " + kind(actual));
            }
        } else if (recorded instanceof List<?> expected) {
            if (actual instanceof List<?> given) {
                compareLists(at, expected, given, differences);
            } else {
                differences.add(at + ": expected an array, but was " + kind(actual));
            }
        } else if (recorded instanceof String expected && isOwn(expected)) {
            if (actual instanceof String given && sameForm(expected, given)) {
                if (ID.matcher(expected).matches()) {
                    ids.putIfAbsent(expected, given);
                }
            } else {
                differences.add(at + ": expected the form of " + expected + ", but was " + actual);
            }
        } else if (!Objects.equals(recorded, actual)) {
            differences.add(at + ": expected " + recorded + ", but was " + actual);
        }
    }

    private void compareObjects(
            String at, Map<?, ?> expected, Map<?, ?> given, boolean schema, List<String> differences) {
        expected.forEach((key, value) -> {
            String name = String.valueOf(key);
            String place = at + "." + name;
            if (NOT_OURS.contains(name)) {
                return;
            }
            if (!given.containsKey(name)) {
                differences.add(place + ": is missing");
            } else if (isOwnValue(at, name, schema)) {
                if (!kind(value).equals(kind(given.get(name)))) {
                    differences.add(place + ": expected " + kind(value) + ", but was " + kind(given.get(name)));
                }
            } else {
                compare(place, value, given.get(name), schema, differences);
            }
        });
    }

    private static boolean isOwnValue(String at, String name, boolean schema) {
        boolean schemas = name.equals("parameters") && (schema || at.endsWith(".action"));
        return OWN_VALUES.contains(name) || CONTENT.contains(name) || schemas;
    }

    // lists of objects differ from server to server: the first ones have to look alike
    private void compareLists(String at, List<?> expected, List<?> given, List<String> differences) {
        if (expected.isEmpty()) {
            return;
        }
        learn(expected, given);
        if (expected.get(0) instanceof Map<?, ?> first) {
            if (given.isEmpty()) {
                differences.add(at + ": expected objects, but it is empty");
            } else if (given.get(0) instanceof Map<?, ?> other) {
                first.keySet().stream()
                        .filter(key -> !NOT_OURS.contains(String.valueOf(key)))
                        .filter(key -> !OPTIONAL.contains(String.valueOf(key)))
                        .filter(key -> !other.containsKey(key))
                        .forEach(key -> differences.add(at + "[0]." + key + ": is missing"));
            } else {
                differences.add(at + "[0]: expected an object, but was " + kind(given.get(0)));
            }
        } else if (expected.get(0) instanceof String first && isOwn(first)) {
            // how many there are depends on the moment
            if (given.isEmpty()) {
                differences.add(at + ": expected ids, but it is empty");
            } else {
                compare(at + "[0]", first, given.get(0), false, differences);
            }
        } else if (!expected.equals(given)) {
            differences.add(at + ": expected " + expected + ", but was " + given);
        }
    }

    /** Later requests name what stood in a list: a recorded item stands for the first one here of the same status. */
    private void learn(List<?> expected, List<?> given) {
        List<Map<?, ?>> left = new ArrayList<>();
        given.forEach(item -> {
            if (item instanceof Map<?, ?> map) {
                left.add(map);
            }
        });
        for (Object item : expected) {
            if (item instanceof Map<?, ?> recorded && recorded.containsKey("status")) {
                left.stream()
                        .filter(map -> Objects.equals(map.get("status"), recorded.get("status")))
                        .findFirst()
                        .ifPresent(map -> {
                            left.remove(map);
                            recorded.forEach((name, value) -> learn(value, map.get(name)));
                        });
            }
        }
    }

    private void learn(@Nullable Object recorded, @Nullable Object own) {
        if (recorded instanceof String expected
                && own instanceof String given
                && ID.matcher(expected).matches()
                && ID.matcher(given).matches()) {
            ids.putIfAbsent(expected, given);
        }
    }

    private static boolean isOwn(String value) {
        return ID.matcher(value).matches()
                || TIME.matcher(value).matches()
                || UUID.matcher(value).matches()
                || CIPHERTEXT.matcher(value).matches()
                || isGeneratedRef(value);
    }

    private static boolean sameForm(String expected, String given) {
        return (ID.matcher(expected).matches() && ID.matcher(given).matches())
                || (TIME.matcher(expected).matches() && TIME.matcher(given).matches())
                || (UUID.matcher(expected).matches() && UUID.matcher(given).matches())
                || (CIPHERTEXT.matcher(expected).matches() && HEX.matcher(given).matches())
                || (isGeneratedRef(expected) && isGeneratedRef(given))
                || expected.equals(given);
    }

    // the trigger of a type with parameters: core.<uuid>
    private static boolean isGeneratedRef(String ref) {
        return ref.startsWith("core.")
                && UUID.matcher(ref.substring("core.".length())).matches();
    }

    private static String kind(@Nullable Object value) {
        if (value instanceof Number) {
            return "number";
        }
        if (value instanceof List) {
            return "array";
        }
        if (value instanceof Map) {
            return "object";
        }
        return value == null ? "null" : value.getClass().getSimpleName();
    }
}
