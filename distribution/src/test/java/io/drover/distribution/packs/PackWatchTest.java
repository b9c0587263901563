package io.drover.distribution.packs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PackWatchTest {
    private static final Duration EVERY = Duration.ofMillis(10);

    private final Semaphore told = new Semaphore(0);

    @TempDir
    Path parent;

    @Test
    void tellsWhatAppearsChangesAndDisappears() throws IOException, InterruptedException {
        Path rules = Files.createDirectories(parent.resolve("one/rules"));
        try (PackWatch watch = watch()) {
            watch.start(EVERY);

            Path file = Files.writeString(rules.resolve("rule.yaml"), "a: 1");
            assertTold();
            Files.writeString(file, "a: 12");
            assertTold();
            Files.delete(file);
            assertTold();
            Files.createDirectory(parent.resolve("two"));
            assertTold();
        }
    }

    @Test
    void tellsAReplacedFileOfTheSameSizeAndTime() throws IOException, InterruptedException {
        Path file =
                Files.writeString(Files.createDirectory(parent.resolve("one")).resolve("pack.yaml"), "a: 1");
        try (PackWatch watch = watch()) {
            watch.start(EVERY);

            Path fresh = Files.writeString(parent.resolve("fresh"), "a: 2");
            Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(file));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);

            assertTold();
        }
    }

    @Test
    void tellsChangesOfFurtherFolders(@TempDir Path further) throws IOException, InterruptedException {
        try (PackWatch watch = new PackWatch(new PackFolders(List.of(parent)), List.of(further), told::release)) {
            watch.start(EVERY);

            Files.writeString(further.resolve("one.yaml"), "a: 1");

            assertTold();
        }
    }

    @Test
    void leavesHiddenFoldersAlone() throws IOException, InterruptedException {
        Path pack = Files.createDirectory(parent.resolve("one"));
        Path git = Files.createDirectory(pack.resolve(".git"));
        try (PackWatch watch = watch()) {
            watch.start(EVERY);

            Files.writeString(git.resolve("index"), "a");
            Files.createDirectory(parent.resolve(".two"));
            Files.writeString(pack.resolve("pack.yaml"), "a: 1");

            assertTold();
            assertThat(told.tryAcquire(5 * EVERY.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
        }
    }

    @Test
    void goesOnAfterAFailure() throws IOException, InterruptedException {
        Path pack = Files.createDirectory(parent.resolve("one"));
        AtomicBoolean failing = new AtomicBoolean(true);
        try (PackWatch watch = new PackWatch(new PackFolders(List.of(parent)), List.of(), () -> {
            told.release();
            if (failing.getAndSet(false)) {
                throw new IllegalStateException("The database is away.");
            }
        })) {
            watch.start(EVERY);

            Files.writeString(pack.resolve("a.yaml"), "a: 1");
            assertTold();
            Files.writeString(pack.resolve("b.yaml"), "b: 1");

            assertTold();
        }
    }

    @Test
    void triesAgainWhatCouldNotBeTakenInAndTellsSoOnce() throws IOException, InterruptedException {
        Logger logger = (Logger) LoggerFactory.getLogger(PackWatch.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        Path pack = Files.createDirectory(parent.resolve("one"));
        AtomicInteger failures = new AtomicInteger(2);
        try (PackWatch watch = new PackWatch(new PackFolders(List.of(parent)), List.of(), () -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("The database is away.");
            }
            told.release();
        })) {
            watch.start(EVERY);

            Files.writeString(pack.resolve("a.yaml"), "a: 1");

            assertTold();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .hasSize(1);
    }

    private PackWatch watch() {
        return new PackWatch(new PackFolders(List.of(parent)), List.of(), told::release);
    }

    private void assertTold() throws InterruptedException {
        assertThat(told.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }
}
