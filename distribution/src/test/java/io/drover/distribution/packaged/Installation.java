package io.drover.distribution.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The unpacked archive. */
final class Installation {
    private static final Path WORK = Path.of("target", "it").toAbsolutePath();
    private static final AtomicInteger FOLDERS = new AtomicInteger();

    private Installation() {}

    private static final class Unpacked {
        static final Path ONE = unpack(newFolder("installation"));
    }

    /** {@return the installation that all tests of this JVM share; none may change a file in it} */
    static Path shared() {
        return Unpacked.ONE;
    }

    /** {@return an installation of its own, with this configuration} */
    static Path with(String configuration) {
        Path folder = newFolder("installation");
        Outcome outcome = Outcome.of(new ProcessBuilder("cp", "-al", shared() + "/.", folder.toString()));
        if (outcome.code() != 0) {
            throw new AssertionError("The installation cannot be copied: " + outcome.err());
        }
        try {
            // the copy shares its files with the other installation: replace, do not write into
            Path file = folder.resolve("conf/drover.yaml");
            Files.deleteIfExists(file);
            Files.writeString(file, configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** {@return a new empty folder below target/it} */
    static Path newFolder(String name) {
        try {
            Files.createDirectories(WORK);
            Path folder = WORK.resolve(name + "-" + ProcessHandle.current().pid() + "-" + FOLDERS.incrementAndGet());
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpack(Path folder) {
        Outcome outcome = Outcome.of(new ProcessBuilder(
                "tar", "-xzf", archive().toString(), "-C", folder.toString(), "--strip-components=1"));
        if (outcome.code() != 0) {
            throw new AssertionError("The archive cannot be unpacked: " + outcome.err());
        }
        return folder;
    }

    private static Path archive() {
        String named = System.getProperty("drover.archive");
        if (named != null) {
            return Path.of(named);
        }
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> archives = files.filter(
                            file -> file.getFileName().toString().endsWith(".tar.gz"))
                    .toList();
            if (archives.size() != 1) {
                throw new AssertionError("Expected one archive in target, but found " + archives
                        + ". Build it first: mvn package -pl distribution.");
            }
            return archives.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
