package io.drover.cli;

import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The daemon that this command was installed with: what it wrote down when it started to listen.
 *
 * @param run the folder {@code data/run} of the installation
 */
record Installation(Path run) {

    /** {@return the installation named by {@code DROVER_DATA_DIR} or {@code DROVER_HOME}, else the one around this jar} */
    static Optional<Installation> find(Map<String, String> env) {
        String data = env.getOrDefault("DROVER_DATA_DIR", "");
        if (!data.isEmpty()) {
            return Optional.of(new Installation(Path.of(data, "run")));
        }
        String home = env.getOrDefault("DROVER_HOME", "");
        Optional<Path> folder = home.isEmpty() ? aroundThisJar() : Optional.of(Path.of(home));
        return folder.map(path -> new Installation(path.resolve("data").resolve("run")));
    }

    /** The jar lies in {@code lib} of the installation's folder. */
    private static Optional<Path> aroundThisJar() {
        CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            Path lib = Path.of(source.getLocation().toURI()).getParent();
            return Optional.ofNullable(lib).map(Path::getParent);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** {@return the address at which the daemon listens, absent where it never has} */
    Optional<String> url() {
        return content("http.json").flatMap(text -> {
            try {
                return Optional.of(Document.of(Json.parse(text)).text("url")).filter(url -> !url.isEmpty());
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    /** {@return the token that the daemon leaves for its owner, null where it can't be read} */
    @Nullable
    String adminToken() {
        return content("admin-token").map(String::strip).orElse(null);
    }

    private Optional<String> content(String file) {
        Path path = run.resolve(file);
        try {
            return Files.isReadable(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
