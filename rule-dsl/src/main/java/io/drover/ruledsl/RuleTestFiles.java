package io.drover.ruledsl;

import io.drover.model.pack.Checked;
import io.drover.model.rule.RuleTest;
import io.drover.ruledsl.folder.PackFolder;
import io.drover.ruledsl.read.RuleTestForm;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files of rule tests: where a pack has them, and what is in them. */
public final class RuleTestFiles {
    /** Their folder within a pack. */
    public static final String FOLDER = "tests/rules";

    private RuleTestFiles() {}

    /** {@return the files of a pack, sorted; none where it has no such folder} */
    public static List<Path> in(Path pack) {
        try (Stream<Path> files = Files.list(pack.resolve(FOLDER))) {
            return files.filter(PackFolder::isMetadata).sorted().toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /** {@return the pack among whose rule tests a file lies; null where it lies elsewhere} */
    public static @Nullable Path packOf(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || !folder.endsWith(FOLDER)) {
            return null;
        }
        Path pack = folder.resolve("../..").normalize();
        return Files.isRegularFile(pack.resolve("pack.yaml")) ? pack : null;
    }

    /**
     * Reads a file.
     *
     * @param name what problems call it
     */
    public static Checked<RuleTest> read(Path file, String name) {
        Findings findings = new Findings(name);
        Located located = SourceText.file(file, findings);
        return findings.checked(located == null ? null : new RuleTestForm(findings).read(located));
    }
}
