package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** API keys. */
final class ApiKeyCommands {
    private static final Resource API_KEY = new Resource(
            "API key",
            "API keys",
            "apikey",
            "/apikeys",
            "ID",
            List.of("id", "user", "metadata"),
            List.of("id", "user", "key", "metadata", "created_at", "enabled"),
            50,
            false);

    private ApiKeyCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "apikey",
                summary,
                Leaf.named("create", "Make an API key; it is shown this once.")
                        .option("USER", "For whom; for yourself unless given.", "--user", "-u")
                        .option("JSON", "An object that says what the key is for.", "--metadata", "-m")
                        .flag("Print the key alone.", "--only-key", "-k")
                        .runs(ApiKeyCommands::create),
                API_KEY.list(),
                API_KEY.get(),
                API_KEY.enable(),
                API_KEY.disable(),
                API_KEY.delete("delete", "Delete an API key, or several."));
    }

    private static int create(Invocation call) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        call.text("--user").ifPresent(user -> request.put("user", user));
        request.put(
                "metadata",
                call.text("--metadata").map(ApiKeyCommands::metadata).orElse(Map.of()));
        Document key = call.api().post(API_KEY.path(), request).document();
        if (call.flag("--only-key")) {
            call.display().line(key.text("key"));
        } else {
            call.display().properties(key.without("uid"), API_KEY.first());
        }
        return ExitCode.OK;
    }

    private static Object metadata(String json) {
        try {
            if (Json.parse(json) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--metadata takes a JSON object: " + e.getMessage() + ".");
        }
        throw CommandFailure.usage(
                "--metadata takes a JSON object such as {\"used_by\": \"backup\"}, but was given " + json + ".");
    }
}
