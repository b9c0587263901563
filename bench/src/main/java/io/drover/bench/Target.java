package io.drover.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.bench.daemon.DaemonApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running daemon, and what is known of it.
 *
 * @param pid empty where it runs elsewhere
 * @param folders where it keeps its data: of its own and, if known, of its database
 */
record Target(URI url, String token, Optional<Long> pid, List<Path> folders) {

    Target {
        folders = List.copyOf(folders);
    }

    /** {@return the options by which a target is told, with their defaults} */
    static Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("data-dir", "");
        options.put("url", "");
        options.put("token-file", "");
        return options;
    }

    /** Reads what a data folder tells of its daemon; {@code --url} and {@code --token-file} go before. */
    static Target of(Arguments arguments) throws IOException {
        Optional<Path> data = arguments.text("data-dir").map(Path::of);
        Path run = data.map(folder -> folder.resolve("run")).orElse(Path.of(""));
        JsonNode told = data.isPresent()
                ? new ObjectMapper().readTree(run.resolve("http.json").toFile())
                : new ObjectMapper().createObjectNode();
        String url = arguments.text("url").orElse(told.path("url").asText());
        if (url.isEmpty()) {
            throw new IllegalArgumentException("give --data-dir, or --url and --token-file");
        }
        Path token = arguments.text("token-file").map(Path::of).orElse(run.resolve("admin-token"));
        Optional<Long> pid = told.path("pid").isIntegralNumber()
                ? Optional.of(told.path("pid").longValue())
                : Optional.empty();
        return new Target(
                URI.create(url),
                Files.readString(token).strip(),
                pid,
                data.stream().toList());
    }

    DaemonApi api() throws IOException {
        return DaemonApi.of(url, token);
    }
}
