package io.drover.distribution.run;

import io.drover.distribution.config.BadConfiguration;
import io.drover.model.file.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code data/run}: the lock that keeps a second daemon away, and what the daemon tells others of this machine.
 */
public final class RunFolder implements AutoCloseable {
    private static final int TOKEN_BYTES = 32;

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private RunFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the data folder for this process.
     *
     * @throws BadConfiguration where another daemon has it, or it cannot be written
     */
    public static RunFolder take(Path dataDir) {
        Path folder = dataDir.resolve("run");
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new BadConfiguration(List.of("data-dir: the data folder '" + dataDir
                        + "' is in use by another daemon. Stop that one, or give this one another data-dir."));
            }
            return new RunFolder(folder, channel, lock);
        } catch (IOException e) {
            throw new BadConfiguration(
                    List.of("data-dir: expected a folder that can be written, but '" + dataDir + "' is none: " + e));
        }
    }

    /** Does work while no daemon can have the data folder. */
    public static <T> T having(Path dataDir, Supplier<T> work) {
        RunFolder taken = take(dataDir);
        try {
            return work.get();
        } finally {
            taken.close();
        }
    }

    /** {@return whether a daemon has the data folder} */
    public static boolean isInUse(Path dataDir) {
        Path file = dataDir.resolve("run/lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            return lock == null;
        } catch (IOException e) {
            throw new BadConfiguration(List.of("data-dir: expected to open '" + file + "' for writing, but found: " + e
                    + ". Run this as the daemon's user."));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    /** {@return the token of the administrator, made at the first start} */
    public String adminToken() {
        return secret(folder.resolve("admin-token"));
    }

    /** Tells the link of the first start to whoever may read it; null: there is none, and none is told any more. */
    public void firstStart(@Nullable String link) {
        Path file = folder.resolve("first-start");
        if (link != null) {
            write(file, link + "\n");
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to delete '" + file + "'.", e);
        }
    }

    /** {@return the password of the reporting role for this life of the daemon} */
    public String newReportPassword() {
        Path file = folder.resolve("report-password");
        write(file, random());
        return read(file);
    }

    /** {@return the secret in a file that only its owner can read; made where it is missing} */
    public static String secret(Path file) {
        if (!Files.exists(file)) {
            write(file, random());
        }
        return read(file);
    }

    /** Tells others of this machine where the daemon listens. */
    public void announce(URI url, String version) {
        Path file = folder.resolve("http.json");
        String text = "{\"url\": \"" + url + "\", \"pid\": "
                + ProcessHandle.current().pid() + ", \"version\": \"" + version + "\"}\n";
        try {
            Path fresh = Files.writeString(file.resolveSibling("http.json.new"), text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to read '" + file + "'.", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            PrivateFile.write(file, text);
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    private static UncheckedIOException unwritten(Path file, IOException e) {
        return new UncheckedIOException("Expected to write '" + file + "'.", e);
    }

    /** Lets the folder go; the daemon listens no more. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.resolve("http.json"));
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to release '" + folder + "'.", e);
        }
    }
}
