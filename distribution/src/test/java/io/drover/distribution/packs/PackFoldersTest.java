package io.drover.distribution.packs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.drover.distribution.config.BadConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PackFoldersTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(PackFolders.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    @TempDir
    Path home;

    private Path shipped;
    private Path own;

    @BeforeEach
    void lay() throws IOException {
        shipped = Files.createDirectory(home.resolve("shipped"));
        own = Files.createDirectory(home.resolve("own"));
        told.start();
        logger.addAppender(told);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(told);
    }

    @Test
    void listsTheFoldersOfEachParentSorted() throws IOException {
        Path b = Files.createDirectory(own.resolve("b"));
        Path a = Files.createDirectory(own.resolve("a"));
        Path core = Files.createDirectory(shipped.resolve("core"));
        Files.createDirectory(own.resolve(".hidden"));
        Files.writeString(own.resolve("notes.txt"), "no pack");
        Files.createSymbolicLink(own.resolve("dangling"), own.resolve("nothing"));

        assertThat(folders().get()).containsExactly(core, a, b);
        assertThat(told.list).isEmpty();
    }

    @Test
    void aPackThatVanishesIsGone() throws IOException {
        Path one = Files.createDirectory(own.resolve("one"));
        Path two = Files.createDirectory(own.resolve("two"));
        PackFolders folders = folders();
        List<Path> before = folders.get();

        Files.delete(one);
        List<Path> fewer = folders.get();
        Files.delete(two);

        assertThat(before).containsExactly(one, two);
        assertThat(fewer).containsExactly(two);
        assertThat(folders.get()).isEmpty();
        assertThat(told.list).isEmpty();
    }

    @Test
    void whatLiesInAFolderThatIsAwayStaysUntilItIsBack() throws IOException {
        Path core = Files.createDirectory(shipped.resolve("core"));
        Path one = Files.createDirectory(own.resolve("one"));
        PackFolders folders = folders();
        List<Path> before = folders.get();

        Path aside = Files.move(own, home.resolve("aside"));
        List<Path> away = folders.get();
        Files.createDirectory(aside.resolve("two"));
        Files.delete(aside.resolve("one"));
        Files.move(aside, own);

        assertThat(before).containsExactly(core, one);
        assertThat(away).containsExactly(core, one);
        assertThat(folders.get()).containsExactly(core, own.resolve("two"));
    }

    @Test
    void tellsOnceThatAFolderCannotBeListedAndOnceThatItCan() throws IOException {
        Files.createDirectory(own.resolve("one"));
        PackFolders folders = folders();
        List<Path> before = folders.get();

        Path aside = Files.move(own, home.resolve("aside"));
        Files.writeString(own, "no folder");
        List<Path> first = folders.get();
        List<Path> second = folders.get();
        Files.delete(own);
        List<Path> third = folders.get();
        Files.move(aside, own);
        List<Path> after = folders.get();

        assertThat(List.of(first, second, third, after)).containsOnly(before);
        assertThat(told.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR, Level.INFO);
        assertThat(told.list.get(0).getFormattedMessage()).contains(own.toString(), "NotDirectory", "stay as they are");
        assertThat(told.list.get(1).getFormattedMessage()).contains(own.toString(), "again");
    }

    @Test
    void refusesAFolderThatCannotBeListedFromTheStart() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "no folder");

        for (Path wrong : List.of(file, home.resolve("missing"))) {
            PackFolders folders = new PackFolders(List.of(shipped, wrong));

            assertThatThrownBy(folders::get)
                    .isInstanceOf(BadConfiguration.class)
                    .hasMessageContaining(wrong.toString())
                    .hasMessageContaining("packs-dir");
        }
    }

    private PackFolders folders() {
        return new PackFolders(List.of(shipped, own));
    }
}
