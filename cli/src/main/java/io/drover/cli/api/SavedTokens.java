package io.drover.cli.api;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import io.drover.cli.json.JsonText;
import io.drover.model.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of those who logged in with this command, one per daemon, in {@code ~/.drover/tokens.json}, which only its owner
 * can read.
 */
public record SavedTokens(Map<String, String> env) {

    private Optional<Path> file() {
        String home = env.getOrDefault("HOME", "");
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".drover", "tokens.json"));
    }

    /** {@return the token for an API's address} */
    public Optional<String> find(String api) {
        String token = new Document(read()).text(api);
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    /** Keeps a token. */
    public void put(String api, String token) {
        Map<String, @Nullable Object> tokens = new LinkedHashMap<>(read());
        tokens.put(api, token);
        write(tokens);
    }

    /** Forgets a token. */
    public void remove(String api) {
        Map<String, @Nullable Object> tokens = new LinkedHashMap<>(read());
        if (tokens.containsKey(api)) {
            tokens.remove(api);
            write(tokens);
        }
    }

    private Map<String, @Nullable Object> read() {
        Optional<Path> file = file();
        if (file.isEmpty() || !Files.isReadable(file.orElseThrow())) {
            return Map.of();
        }
        try {
            return Document.of(Json.parse(Files.readString(file.orElseThrow()))).values();
        } catch (IOException | IllegalArgumentException e) {
            return Map.of();
        }
    }

    private void write(Map<String, @Nullable Object> tokens) {
        Path file = file().orElseThrow(() -> CommandFailure.usage(
                "Tried to keep the token in ~/.drover, but HOME is not set. \"drover auth\" prints a token instead."));
        try {
            PrivateFile.makeFolder(file.resolveSibling(""));
            PrivateFile.write(file, JsonText.compact(tokens));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "Tried to write \"" + file + "\", but failed: " + e + ".");
        }
    }
}
