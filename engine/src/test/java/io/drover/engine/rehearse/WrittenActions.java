package io.drover.engine.rehearse;

import io.drover.engine.schema.Json;
import io.drover.model.action.Action;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.PackContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the files that the API wrote below the folder {@code actions} of a pack, beside what a test laid down as values. */
record WrittenActions(PlainReader reader) {

    /** {@return the content with the actions of files} */
    PackContent added(PackContent content) {
        Path folder = content.pack().path().resolve("actions");
        if (!Files.isDirectory(folder)) {
            return content;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Action> written = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(file -> action(content, file))
                    .toList();
            return Plant.withActions(
                    content,
                    Stream.concat(content.actions().stream(), written.stream()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Action action(PackContent content, Path file) {
        try {
            String json = Files.readString(file)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .findFirst()
                    .orElseThrow();
            Action read = reader.action(
                            JsonValues.copyOf((Map<?, ?>) Json.read(json).orElseThrow()),
                            file.toString(),
                            content.pack().ref())
                    .value()
                    .orElseThrow();
            return read.copied(read.ref(), read.entryPoint(), content.pack().path(), "actions/" + file.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
