package io.drover.bench.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a process takes of the machine, as Linux tells it. */
public final class ProcessFacts {
    private static final long TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private ProcessFacts() {}

    /** {@return the memory that the process occupies, in bytes} */
    public static long residentBytes(long pid) throws IOException {
        return status(pid, "VmRSS:");
    }

    /** {@return the most memory that the process ever occupied, in bytes} */
    public static long peakResidentBytes(long pid) throws IOException {
        return status(pid, "VmHWM:");
    }

    /** {@return the processor time that the process has used so far} */
    public static Duration processorTime(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // the name in parentheses may contain blanks
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /** {@return the size of all files below a folder, in bytes} Files that disappear meanwhile do not count. */
    public static long sizeOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(ProcessFacts::sizeOfFile).sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long sizeOfFile(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long status(long pid, String key) throws IOException {
        Path file = Path.of("/proc/" + pid + "/status");
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            if (line.startsWith(key)) {
                return Long.parseLong(
                                line.substring(key.length()).replace("kB", "").strip())
                        * 1024;
            }
        }
        throw new IOException(file + " has no line " + key);
    }
}
