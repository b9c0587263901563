package io.drover.testkit.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Drops each alert as a JSON file into a folder; the file appears under its name {@code <alert_id>.json} whole or not at all. */
public final class SpoolChannel implements AlertChannel {
    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;

    /** The folder is created with the first alert where it is missing. */
    public SpoolChannel(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "spool";
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        Files.createDirectories(folder);
        Path unfinished = folder.resolve("." + alert.id() + ".tmp");
        Files.write(unfinished, json.writeValueAsBytes(alert.fields()));
        Files.move(unfinished, folder.resolve(alert.id() + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }
}
