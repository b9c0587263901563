package io.drover.bench.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Linux tells of this very process, and of a folder. */
class ProcessFactsTest {
    private static final long SELF = ProcessHandle.current().pid();

    @Test
    void tellsMemoryAndProcessorTime() throws IOException {
        assertThat(ProcessFacts.residentBytes(SELF)).isBetween(10_000_000L, 10_000_000_000L);
        assertThat(ProcessFacts.peakResidentBytes(SELF)).isGreaterThanOrEqualTo(10_000_000L);
        assertThat(ProcessFacts.processorTime(SELF)).isBetween(Duration.ofMillis(100), Duration.ofMinutes(30));
    }

    @Test
    void addsUpTheFilesOfAFolderAndItsSubfolders(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a"), "12345");
        Files.writeString(Files.createDirectories(folder.resolve("b/c")).resolve("d"), "123");

        assertThat(ProcessFacts.sizeOf(folder)).isEqualTo(8);
    }
}
