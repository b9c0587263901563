package io.drover.distribution.packs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders in which packs lie: those of the distribution first, then those of the user. */
public final class PackFolders implements Supplier<List<Path>> {
    private static final Logger LOG = LoggerFactory.getLogger(PackFolders.class);

    private final List<Path> parents;

    public PackFolders(List<Path> parents) {
        this.parents = List.copyOf(parents);
    }

    /** {@return every folder that may be a pack, sorted within its parent} */
    @Override
    public List<Path> get() {
        List<Path> all = new ArrayList<>();
        for (Path parent : parents) {
            if (!Files.isDirectory(parent)) {
                continue;
            }
            List<Path> found = new ArrayList<>();
            try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
                for (Path child : children) {
                    if (Files.isDirectory(child)
                            && !child.getFileName().toString().startsWith(".")) {
                        found.add(child);
                    }
                }
            } catch (IOException e) {
                LOG.warn("The packs in '{}' cannot be listed: {}", parent, e.toString());
            }
            found.sort(null);
            all.addAll(found);
        }
        return all;
    }
}
