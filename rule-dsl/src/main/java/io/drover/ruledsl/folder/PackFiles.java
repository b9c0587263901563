package io.drover.ruledsl.folder;

import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a pack.
 *
 * @param regular relative to the pack's folder, with {@code /}, sorted; links to files within the folder among them
 * @param problems links that lead out of the folder, and what cannot be read
 */
record PackFiles(List<String> regular, List<Problem> problems) {
    private static final Set<String> SKIPPED = Set.of(".git", "__pycache__", "virtualenv", "node_modules");

    PackFiles {
        regular = List.copyOf(regular);
        problems = List.copyOf(problems);
    }

    /**
     * Lists a folder.
     *
     * @param folder the pack's folder as given
     * @param root the same without links in its path
     */
    static PackFiles of(Path folder, Path root) throws IOException {
        List<String> regular = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                return SKIPPED.contains(path.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (attributes.isSymbolicLink()) {
                    link(path);
                } else if (attributes.isRegularFile()) {
                    regular.add(relative(path));
                }
                return FileVisitResult.CONTINUE;
            }

            private void link(Path path) {
                try {
                    Path target = path.toRealPath();
                    if (!target.startsWith(root)) {
                        problems.add(Problem.error(
                                name(path),
                                0,
                                0,
                                "The link leads to '" + target
                                        + "', which is outside of the pack. Copy the file into the pack."));
                    } else if (Files.isRegularFile(target)) {
                        regular.add(relative(path));
                    }
                } catch (IOException e) {
                    problems.add(Problem.error(
                            name(path), 0, 0, "The link leads nowhere: " + e + ". Correct or remove it."));
                }
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                if (path.equals(root)) {
                    throw e;
                }
                problems.add(Problem.error(
                        name(path), 0, 0, "It cannot be read: " + e + ". Check that it exists and who may read it."));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) {
                if (e != null) {
                    problems.add(Problem.error(name(path), 0, 0, "It cannot be listed to its end: " + e + "."));
                }
                return FileVisitResult.CONTINUE;
            }

            private String relative(Path path) {
                return root.relativize(path).toString().replace('\\', '/');
            }

            private String name(Path path) {
                return folder.getFileName() + "/" + relative(path);
            }
        });
        regular.sort(null);
        return new PackFiles(regular, problems);
    }

    /** {@return the metadata files that lie directly in one folder of the pack} */
    List<String> metadata(String directory) {
        return regular.stream()
                .filter(file -> file.startsWith(directory + "/")
                        && file.indexOf('/', directory.length() + 1) < 0
                        && isMetadata(file))
                .toList();
    }

    static boolean isMetadata(String file) {
        return file.endsWith(".yaml") || file.endsWith(".yml") || file.endsWith(".json");
    }

    /** {@return whether a file of the pack is one of rules in DRL} */
    static boolean isProgram(String file) {
        return isAmongRules(file) && file.endsWith(".drl");
    }

    /** {@return whether a file of the pack is a decision table} */
    static boolean isTable(String file) {
        return isAmongRules(file) && ProgramFile.isTable(file);
    }

    private static boolean isAmongRules(String file) {
        return file.startsWith("rules/") && file.indexOf('/', "rules/".length()) < 0;
    }
}
