package io.drover.distribution.access;

import io.drover.distribution.config.BadConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Files that nobody but their owner may read. */
public final class SecretFiles {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private SecretFiles() {}

    /**
     * Refuses files that others can read or change; a group may read, as packages set it up so.
     *
     * @throws BadConfiguration with every such file
     */
    public static void require(List<Path> files) {
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                if (Files.exists(file) && Files.getFileStore(file).supportsFileAttributeView("posix")) {
                    Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
                    if (found.stream().anyMatch(OTHERS::contains)) {
                        problems.add("Expected that nobody but its owner can read '" + file + "', but its rights are "
                                + PosixFilePermissions.toString(found) + ". Run: chmod 600 '" + file + "'");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Expected to see the rights of '" + file + "'.", e);
            }
        }
        if (!problems.isEmpty()) {
            throw new BadConfiguration(problems);
        }
    }
}
