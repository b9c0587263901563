package io.drover.ruledsl;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.file.PrivateFile;
import io.drover.model.pack.ConfigFiles;
import io.drover.model.pack.Problem;
import io.drover.ruledsl.folder.ConfigProblems;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code <pack>.yaml} in one folder. They may hold secrets, so what is written here can be read by its owner alone.
 *
 * @param folder made with the first file
 */
public record YamlConfigFiles(Path folder) implements ConfigFiles {
    private static final String SUFFIX = ".yaml";
    private static final String KEPT = ".kept";

    @Override
    public Optional<Map<String, @Nullable Object>> read(String pack) {
        Path file = file(pack);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Located located = SourceText.file(file, new Findings(pack));
        return Optional.ofNullable(located).map(Located::members).map(Located::json);
    }

    @Override
    public List<String> packs() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unusable("read", folder, e);
        }
    }

    @Override
    public List<Problem> check(
            String pack, Map<String, @Nullable Object> schema, Map<String, ? extends @Nullable Object> values) {
        return ConfigProblems.of(pack, schema, values);
    }

    @Override
    public Optional<String> keepCopy(String pack) {
        Path file = file(pack);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Path copy = free(file);
        try {
            write(copy, Files.readString(file, StandardCharsets.UTF_8));
            return Optional.of(copy.toString());
        } catch (IOException e) {
            throw unusable("copied to '" + copy + "'", file, e);
        }
    }

    private static Path free(Path file) {
        Path copy = file.resolveSibling(file.getFileName() + KEPT);
        for (int count = 2; Files.exists(copy); count++) {
            copy = file.resolveSibling(file.getFileName() + KEPT + "-" + count);
        }
        return copy;
    }

    @Override
    public List<Problem> write(
            String pack, Map<String, @Nullable Object> schema, Map<String, ? extends @Nullable Object> values) {
        List<Problem> problems = check(pack, schema, values);
        if (problems.isEmpty()) {
            write(file(pack), text(values));
        }
        return problems;
    }

    private Path file(String pack) {
        Path file = folder.resolve(pack + SUFFIX).normalize();
        if (!folder.normalize().equals(file.getParent())) {
            throw DroverException.invalid("Expected the ref of a pack, but found '" + pack + "'.");
        }
        return file;
    }

    private static String text(Map<String, ? extends @Nullable Object> values) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(new LinkedHashMap<>(values));
    }

    private void write(Path file, String text) {
        try {
            Files.createDirectories(folder);
            PrivateFile.write(file, text);
        } catch (IOException e) {
            throw unusable("written", file, e);
        }
    }

    private static DroverException unusable(String what, Path path, IOException e) {
        return DroverException.of(
                ErrorCode.INTERNAL,
                "'" + path + "' could not be " + what + ": " + e + ". Check who owns it, and the space on the disk.",
                e);
    }
}
