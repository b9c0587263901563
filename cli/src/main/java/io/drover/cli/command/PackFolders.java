package io.drover.cli.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where packs lie on this machine: in the folders that the daemon reads, and those that come with it. */
final class PackFolders {
    private final List<Path> roots;

    private PackFolders(List<Path> roots) {
        this.roots = roots;
    }

    /** The folders of the installation that a command belongs to. */
    static PackFolders of(Invocation call) {
        List<Path> roots = new ArrayList<>();
        String named = call.env().getOrDefault("DROVER_PACKS_DIR", "");
        for (String folder : named.split(":", -1)) {
            if (!folder.isEmpty()) {
                roots.add(Path.of(folder));
            }
        }
        String home = call.env().getOrDefault("DROVER_HOME", "");
        if (!home.isEmpty()) {
            roots.add(Path.of(home, "packs"));
            roots.add(Path.of(home, "lib", "packs"));
            roots.add(Path.of(home, "lib", "examples"));
        }
        return new PackFolders(roots);
    }

    /** {@return these folders, after those that a pack lies among} */
    PackFolders around(Path pack) {
        Path folder = pack.toAbsolutePath().normalize();
        List<Path> all = new ArrayList<>();
        all.add(folder.resolveSibling("."));
        all.add(folder.resolve("../../packs"));
        all.addAll(roots);
        return new PackFolders(all);
    }

    /** {@return the folder of a pack; empty where none has it} */
    Optional<Path> find(String pack) {
        try {
            return roots.stream()
                    .map(root -> root.resolve(pack).normalize())
                    .filter(PackFolders::isPack)
                    .findFirst();
        } catch (InvalidPathException noName) {
            return Optional.empty();
        }
    }

    static boolean isPack(Path folder) {
        return Files.isRegularFile(folder.resolve("pack.yaml"));
    }
}
