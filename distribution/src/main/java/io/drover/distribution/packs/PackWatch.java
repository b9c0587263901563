package io.drover.distribution.packs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what changes in the packs' folders by looking at names, sizes and times, which works on every file system; the
 * kernel's notices do not on network mounts. A change is told once the folder has been quiet for one look, so that a pack
 * being copied is not read half.
 */
public final class PackWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PackWatch.class);

    private final Supplier<List<Path>> folders;
    private final List<Path> further;
    private final Runnable changed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "drover-packs");
        made.setDaemon(true);
        return made;
    });
    private Map<Path, String> told;
    private Map<Path, String> seen;
    private @Nullable String failing;

    /**
     * A watch; what is there now counts as told.
     *
     * @param further folders that matter too, such as the one of the packs' configurations
     * @param changed is called after a change
     */
    public PackWatch(Supplier<List<Path>> folders, List<Path> further, Runnable changed) {
        this.folders = folders;
        this.further = List.copyOf(further);
        this.changed = changed;
        this.told = look();
        this.seen = told;
    }

    /** Looks every so often from now on. */
    public void start(Duration every) {
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::check, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void check() {
        try {
            Map<Path, String> now = look();
            boolean quiet = now.equals(seen);
            seen = now;
            if (quiet && !now.equals(told)) {
                changed.run();
                told = now;
                failing = null;
            }
        } catch (RuntimeException e) {
            tellOnce(e);
        }
    }

    private void tellOnce(RuntimeException failure) {
        if (failure.toString().equals(failing)) {
            LOG.debug("The change in the packs' folders cannot be taken in yet.", failure);
            return;
        }
        failing = failure.toString();
        LOG.error(
                "A change in the packs' folders could not be taken in; it is tried again at each look until it is.",
                failure);
    }

    private Map<Path, String> look() {
        Map<Path, String> found = new HashMap<>();
        folders.get().forEach(folder -> look(folder, found));
        further.forEach(folder -> look(folder, found));
        return found;
    }

    private static void look(Path folder, Map<Path, String> found) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    String name = dir.getFileName().toString();
                    if (!dir.equals(folder) && (name.startsWith(".") || name.equals("__pycache__"))) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    found.put(dir, "folder");
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.put(
                            file, attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, java.io.IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException gone) {
            // it vanished while it was looked at: the next look sees that
            found.remove(folder);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
