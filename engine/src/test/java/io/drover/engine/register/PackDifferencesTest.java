package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Packs;
import io.drover.engine.cluster.Lease;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.model.pack.PackContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database, each with a folder of its own for its packs. */
class PackDifferencesTest {
    @TempDir
    Path folder;

    private final HandClock database = new HandClock();
    private final MemoryStore memory = new MemoryStore(database);
    private final List<Parts> running = new ArrayList<>();

    @AfterEach
    void end() {
        running.forEach(Parts::close);
    }

    @Test
    void equalFilesDoNotDiffer() throws IOException {
        PackDifferences first = node("n1", "run");
        PackDifferences second = node("n2", "run");

        look(first, second, first);

        assertThat(first.found()).isEmpty();
        assertThat(second.found()).isEmpty();
    }

    @Test
    void anotherContentIsToldOnBothNodesUntilItIsTheSame() throws IOException {
        PackDifferences first = node("n1", "run");
        PackDifferences second = node("n2", "walk");

        look(first, second, first);
        String here = first.found().get("plant");
        String there = second.found().get("plant");
        Files.writeString(script("n2"), "run");
        Packs.Registration unused = running.get(1).registration().packs().register(List.of(), PackRegistration.FILES);
        look(second, first);

        assertThat(here).startsWith("its files are not those of node 'n2'");
        assertThat(there).startsWith("its files are not those of node 'n1'");
        assertThat(first.found()).isEmpty();
        assertThat(second.found()).isEmpty();
    }

    @Test
    void aScriptThatCannotBeRunIsAnotherOne() throws IOException {
        PackDifferences first = node("n1", "run");
        PackDifferences second = node("n2", "run");
        assertThat(script("n2").toFile().setExecutable(true)).isTrue();

        look(first, second);

        assertThat(second.found()).containsOnlyKeys("plant");
    }

    @Test
    void theRightToRunAScriptIsNoticedThoughThePackIsNotReadAgain() throws IOException {
        PackDifferences first = node("n1", "run");
        PackDifferences second = node("n2", "run");
        look(first, second, first);
        Map<String, String> before = second.found();

        assertThat(script("n2").toFile().setExecutable(true)).isTrue();
        database.advance(Duration.ofSeconds(30));
        beat("n1");
        beat("n2");
        look(second, first);
        Map<String, String> differing = first.found();
        assertThat(script("n1").toFile().setExecutable(true)).isTrue();
        database.advance(Duration.ofSeconds(30));
        beat("n1");
        beat("n2");
        look(first, second);

        assertThat(before).isEmpty();
        assertThat(differing).containsOnlyKeys("plant");
        assertThat(second.found()).isEmpty();
    }

    @Test
    void aPackThatIsOnOneNodeAloneIsToldOnBothAndOfANodeThatEndedNothingIsTold() throws IOException {
        PackDifferences first = node("n1", "run");
        PlainReader none = new PlainReader();
        PackDifferences second = begun("n2", none);

        PlainReader other = new PlainReader();
        other.lay(new PackContent(
                Plant.pack("web", Path.of("packs", "web")),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of()));
        PackDifferences third = begun("n3", other);
        look(first, second, third, first);
        database.advance(Lease.LENGTH.plusSeconds(1));
        String before = first.found().toString();
        look(first);

        assertThat(before).contains("it is not on node 'n3'", "it is on node 'n3' and not on this one");
        assertThat(third.found().get("plant")).startsWith("it is on node 'n1' and not on this one");
        assertThat(first.found()).isEmpty();
    }

    private static void look(PackDifferences... nodes) {
        List.of(nodes).forEach(PackDifferences::look);
    }

    private PackDifferences node(String name, String script) throws IOException {
        Files.createDirectories(script(name).getParent());
        Files.writeString(script(name), script);
        PackContent plain = Plant.in(folder.resolve(name), Plant.content());
        PlainReader reader = new PlainReader();
        reader.lay(new PackContent(
                plain.pack().in(folder.resolve(name), List.of("actions/run.sh")),
                plain.triggerTypes(),
                plain.sensors(),
                plain.actions(),
                plain.rules(),
                plain.routes(),
                plain.references(),
                plain.configSchema(),
                plain.config(),
                plain.broken(),
                plain.waiting(),
                plain.problems()));
        return begun(name, reader);
    }

    private void beat(String name) {
        boolean begun = memory.inTransaction(
                transaction -> transaction.nodes().begin(name, "home " + name, "life " + name, Lease.LENGTH));
        assertThat(begun).isTrue();
    }

    private Path script(String node) {
        return folder.resolve(node).resolve("actions/run.sh");
    }

    private PackDifferences begun(String name, PlainReader reader) {
        Parts parts =
                Setup.in(folder).stored(memory).packs(reader).named(name).make().started();
        running.add(parts);
        beat(name);
        int number = memory.inTransaction(transaction ->
                transaction.batches().nodeNumber(name, parts.clock().instant()));
        return new PackDifferences(parts.registry(), parts.store(), number, database);
    }
}
