package io.drover.ruledsl;

import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Reference;
import io.drover.ruledsl.folder.PackFolder;
import io.drover.ruledsl.folder.PackReading;
import io.drover.ruledsl.read.Origin;
import io.drover.ruledsl.read.References;
import io.drover.ruledsl.read.RuleForm;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for what is wrong in rules and packs before a daemon gets them: the same reading, and nothing is changed. */
public final class RuleCheck {
    private static final String DEFAULT_PACK = "default";
    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::file).thenComparing(Problem::line).thenComparing(Problem::column);

    private final Map<Path, PackReading> packs = new HashMap<>();

    /**
     * What came of one argument.
     *
     * @param name the argument as it was given; files are named from there
     * @param references what the rules name
     */
    public record Reading(String name, List<Problem> problems, List<Reference> references) {
        public Reading {
            problems = problems.stream().sorted(BY_PLACE).toList();
            references = List.copyOf(references);
        }

        /** {@return the same with more problems} */
        public Reading with(List<Problem> more) {
            return new Reading(
                    name, Stream.concat(problems.stream(), more.stream()).toList(), references);
        }
    }

    /**
     * {@return the files of rules in DRL and the decision tables that an argument names; only a daemon can tell what is wrong with them}
     *
     * @param name the folder of a pack, or a file
     */
    public static List<Path> programs(String name) {
        Path path = Path.of(name);
        if (!Files.isDirectory(path)) {
            return isProgram(path) && Files.isRegularFile(path) ? List.of(path) : List.of();
        }
        try (Stream<Path> files = Files.list(path.resolve("rules"))) {
            return files.filter(RuleCheck::isProgram).sorted().toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private static boolean isProgram(Path file) {
        String name = String.valueOf(file.getFileName());
        return (name.endsWith(".drl") && !name.startsWith("_")) || ProgramFile.isTable(name);
    }

    /** Reads the folder of a pack, a rule in one, or a file that lies elsewhere and has one rule or a list of them. */
    public Reading read(String name) {
        Path path = Path.of(name);
        if (Files.isDirectory(path)) {
            return pack(name, path);
        }
        if (isProgram(path)) {
            Findings findings = new Findings(name);
            Object unused =
                    ProgramFile.isTable(name) ? SourceText.bytes(path, findings) : SourceText.text(path, findings);
            return new Reading(name, findings.all(), List.of());
        }
        Path pack = packOf(path.toAbsolutePath().normalize());
        if (pack != null) {
            return rule(name, pack);
        }
        Findings findings = new Findings(name);
        return rules(SourceText.file(path, findings), findings);
    }

    /** Reads a text that comes from no file. */
    public Reading readText(String name, String text) {
        Findings findings = new Findings(name);
        return rules(SourceText.yaml(text, findings), findings);
    }

    /** {@return whether a pack that was read declares it} */
    public boolean declares(Reference reference) {
        return packs.values().stream().anyMatch(pack -> pack.declares(reference));
    }

    private Reading pack(String name, Path path) {
        PackReading pack = pack(path.toAbsolutePath().normalize());
        return named(name, path, problems(pack), pack.references());
    }

    private Reading rule(String name, Path folder) {
        PackReading pack = pack(folder);
        Path path = Path.of(name);
        String file = folder.getFileName() + "/rules/" + path.getFileName();
        boolean isPack = pack.content().value().isPresent();
        return named(
                name,
                path.resolveSibling(".."),
                problems(pack).stream()
                        .filter(problem -> !isPack || problem.file().equals(file))
                        .toList(),
                pack.references().stream()
                        .filter(reference -> reference.file().equals(file))
                        .toList());
    }

    private PackReading pack(Path folder) {
        return packs.computeIfAbsent(folder, path -> PackFolder.read(path, null, null));
    }

    private static List<Problem> problems(PackReading pack) {
        return Stream.concat(pack.content().problems().stream(), pack.missing().stream())
                .toList();
    }

    /** Names files from where the user sees the pack's folder; the pack names them from the folder above it. */
    private static Reading named(String name, Path folder, List<Problem> problems, List<Reference> references) {
        UnaryOperator<String> seen = file -> folder.resolve(file.substring(file.indexOf('/') + 1))
                .normalize()
                .toString();
        return new Reading(
                name,
                problems.stream()
                        .map(problem -> problem.in(seen.apply(problem.file())))
                        .toList(),
                references.stream()
                        .map(reference -> reference.in(seen.apply(reference.file())))
                        .toList());
    }

    private static Reading rules(@Nullable Located located, Findings findings) {
        List<Reference> references = new ArrayList<>();
        if (located != null) {
            List<Located> elements = located.elements();
            for (Located each : elements == null || elements.isEmpty() ? List.of(located) : elements) {
                new RuleForm(findings).read(each, new Origin(DEFAULT_PACK, null));
                references.addAll(References.of(each, findings.source()));
            }
        }
        return new Reading(findings.source(), findings.all(), references);
    }

    /** {@return the pack among whose rules a file lies; null where it lies elsewhere} */
    private static @Nullable Path packOf(Path file) {
        Path rules = file.getParent();
        if (rules == null || !rules.endsWith("rules") || !PackFolder.isMetadata(file)) {
            return null;
        }
        Path folder = rules.getParent();
        return folder != null && Files.isRegularFile(folder.resolve("pack.yaml")) ? folder : null;
    }
}
