package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Problem;
import io.drover.ruledsl.rulebook.Remark;
import io.drover.ruledsl.rulebook.RulebookTranslator;
import io.drover.ruledsl.rulebook.Translation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code drover import rulebook}: files to standard output or into a pack, remarks to standard error. */
final class ImportRulebookCommand {
    private static final String DEFAULT_PACK = "default";

    private ImportRulebookCommand() {}

    static int run(Invocation call) {
        String file = call.word(0);
        Optional<Path> into = call.text("--into").map(Path::of);
        String pack = call.text("--pack")
                .orElseGet(() -> into.map(folder -> String.valueOf(
                                folder.toAbsolutePath().normalize().getFileName()))
                        .orElse(DEFAULT_PACK));
        Checked<Translation> checked = new RulebookTranslator(pack, variables(call)).translate(call.read(file), file);
        Translation translation = checked.value()
                .orElseThrow(() -> CommandFailure.usage(String.join(
                        "\n", checked.problems().stream().map(Problem::toString).toList())));
        if (into.isPresent()) {
            write(into.orElseThrow(), translation.files());
        }
        print(call, file, translation, into.isPresent());
        return ExitCode.OK;
    }

    private static Map<String, ? extends @Nullable Object> variables(Invocation call) {
        return call.text("--vars")
                .<Map<String, ? extends @Nullable Object>>map(
                        name -> DocumentFile.documents(call, name).get(0).values())
                .orElse(Map.of());
    }

    /** Writes all of the files or, where one is there already, none. */
    private static void write(Path folder, Map<String, String> files) {
        List<Path> present = files.keySet().stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .toList();
        if (!present.isEmpty()) {
            throw CommandFailure.usage("Tried to write \"" + present.get(0)
                    + "\", but there is such a file. Move it away, or choose another folder; nothing was written.");
        }
        files.forEach((name, content) -> {
            Path file = folder.resolve(name);
            try {
                Path parent = file.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.writeString(file, content);
            } catch (IOException e) {
                throw CommandFailure.usage(
                        "Tried to write the file \"" + file + "\", but failed: " + e.getMessage() + ".");
            }
        });
    }

    private static void print(Invocation call, String file, Translation translation, boolean isWritten) {
        if (!call.display().isTable()) {
            call.display()
                    .value(Map.of(
                            "files",
                            translation.files(),
                            "remarks",
                            translation.remarks().stream()
                                    .map(ImportRulebookCommand::document)
                                    .toList()));
            return;
        }
        translation.files().forEach((name, content) -> {
            if (isWritten) {
                call.display().line(name);
            } else {
                call.display().text("---\n# " + name + "\n" + content);
            }
        });
        translation.remarks().forEach(remark -> call.display().note(file + ":" + remark.line() + ": " + remark.told()));
    }

    private static Map<String, Object> document(Remark remark) {
        return Map.of("line", (long) remark.line(), "lost", remark.isLoss(), "text", remark.text());
    }
}
