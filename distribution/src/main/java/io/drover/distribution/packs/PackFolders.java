package io.drover.distribution.packs;

import io.drover.distribution.config.BadConfiguration;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders in which packs lie: those of the distribution first, then those of the user. While one of them cannot be
 * listed, the packs that were seen in it count as there: a mount that is away for a moment removes no rule.
 */
public final class PackFolders implements Supplier<List<Path>> {
    private static final Logger LOG = LoggerFactory.getLogger(PackFolders.class);

    private final List<Path> parents;
    private final Map<Path, List<Path>> seen = new HashMap<>();
    private final Set<Path> away = new HashSet<>();

    public PackFolders(List<Path> parents) {
        this.parents = List.copyOf(parents);
    }

    /** {@return every folder that may be a pack, sorted within its parent} */
    @Override
    public synchronized List<Path> get() {
        return parents.stream().flatMap(parent -> in(parent).stream()).toList();
    }

    private List<Path> in(Path parent) {
        try {
            List<Path> now = list(parent);
            seen.put(parent, now);
            if (away.remove(parent)) {
                LOG.info("The packs' folder '{}' can be listed again.", parent);
            }
            return now;
        } catch (IOException e) {
            return seenLast(parent, e);
        }
    }

    private static List<Path> list(Path parent) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
            for (Path child : children) {
                if (Files.isDirectory(child) && !child.getFileName().toString().startsWith(".")) {
                    found.add(child);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        // else none of its children looks like a folder, though all may be there
        if (!Files.isExecutable(parent)) {
            throw new AccessDeniedException(parent.toString(), null, "what lies in it cannot be reached");
        }
        found.sort(null);
        return found;
    }

    private List<Path> seenLast(Path parent, IOException failure) {
        List<Path> last = seen.get(parent);
        if (last == null) {
            throw new BadConfiguration(List.of("packs-dir: expected a folder that can be listed, but '" + parent
                    + "' is none: " + failure
                    + ". Make it, or mount it; were it taken for empty, the rules of its packs"
                    + " would be removed."));
        }
        if (away.add(parent)) {
            LOG.error(
                    "The packs' folder '{}' cannot be listed: {}. The packs that were in it stay as they are until it can."
                            + " Make it readable; to remove a pack, remove its own folder.",
                    parent,
                    failure.toString());
        }
        return last;
    }
}
