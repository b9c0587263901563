package io.drover.distribution.command;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whole folders of files. */
final class Trees {
    private Trees() {}

    /** Something with files that may fail. */
    @FunctionalInterface
    interface FileWork<T> {
        T run() throws IOException;
    }

    /** Does work with files; a failure says what was meant. */
    static <T> T trying(String what, FileWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw DroverException.of(ErrorCode.INTERNAL, "Expected to " + what + ", but found: " + e, e);
        }
    }

    /** Makes a folder that only its owner may enter, beside the one that it becomes when all is in it. */
    static Path begin(Path target) {
        if (!isEmpty(target)) {
            throw DroverException.conflict(
                    "Expected a folder that is new or empty, but found files in '" + target + "'. Name another one.");
        }
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        return trying("make '" + partial + "'", () -> {
            delete(partial);
            Files.createDirectories(target.toAbsolutePath().getParent());
            return Files.createDirectory(
                    partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        });
    }

    /** Gives the folder its name, now that all is in it. */
    static void finish(Path partial, Path target) {
        Path unused = trying("make '" + target + "'", () -> {
            Files.deleteIfExists(target);
            return Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** {@return whether nothing is there} */
    static boolean isEmpty(Path folder) {
        return !Files.exists(folder)
                || (Files.isDirectory(folder) && children(folder).isEmpty());
    }

    /** {@return what lies in a folder, by name; nothing where there is none} */
    static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        return trying("list '" + folder + "'", () -> {
            try (Stream<Path> found = Files.list(folder)) {
                return found.sorted().toList();
            }
        });
    }

    /** {@return every regular file in a folder} */
    static List<Path> files(Path folder) {
        return trying("list '" + folder + "'", () -> {
            try (Stream<Path> found = Files.walk(folder)) {
                return found.filter(Files::isRegularFile).sorted().toList();
            }
        });
    }

    /** Copies a file or folder with its rights and times; links stay links. */
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target(file).getParent());
                Path unused =
                        Files.copy(file, target(file), LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            private Path target(Path each) {
                return to.resolve(from.relativize(each).toString()).normalize();
            }
        });
    }

    /** Deletes a file or folder, if it is there. */
    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
