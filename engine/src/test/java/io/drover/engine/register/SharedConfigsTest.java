package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Configs;
import io.drover.engine.api.Packs;
import io.drover.engine.rehearse.MemoryConfigFiles;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.secret.SecretBox;
import io.drover.model.error.DroverException;
import io.drover.model.pack.PackContent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database, each with files of its own. */
class SharedConfigsTest {
    @TempDir
    Path folder;

    private final MemoryStore memory = new MemoryStore();
    private final List<Node> nodes = new ArrayList<>();

    /** A node with its files. */
    private final class Node {
        final MemoryConfigFiles files = new MemoryConfigFiles();
        final List<String> registered = new ArrayList<>();
        final Parts parts;
        final SharedConfigs shared;
        final Configs configs;

        Node(String name, Path keys, PackContent... packs) {
            PlainReader reader = new PlainReader();
            List.of(packs).forEach(reader::lay);
            parts = Setup.in(folder)
                    .stored(memory)
                    .packs(reader)
                    .named(name)
                    .make()
                    .started();
            int number = memory.inTransaction(transaction ->
                    transaction.batches().nodeNumber(name, parts.clock().instant()));
            shared = new SharedConfigs(
                    parts.store(), number, new SecretBox(keys), files, parts.registry(), registered::add);
            Packs again = (refs, by) -> new Packs.Registration(Map.of(), List.of());
            configs = new PackConfiguration(parts.registry(), files, again, parts.committer(), shared, parts.clock());
            nodes.add(this);
        }

        void put(Map<String, @Nullable Object> values) {
            assertThat(configs.put("plant", values, Parts.ADMIN).values()).isEqualTo(values);
        }

        @Nullable
        Object site() {
            return files.read("plant").map(values -> values.get("site")).orElse(null);
        }
    }

    @AfterEach
    void end() {
        nodes.forEach(node -> node.parts.close());
    }

    @Test
    void whatTheApiSaysOnOneNodeIsInTheFilesOfTheOther() {
        Node first = node("n1");
        Node second = node("n2");

        first.put(Map.of("site", "south"));
        second.shared.follow();
        first.shared.follow();

        assertThat(second.site()).isEqualTo("south");
        assertThat(second.registered).containsExactly("plant");
        assertThat(first.registered).isEmpty();
        assertThat(second.shared.refused()).isEmpty();
    }

    @Test
    void aFileThatIsChangedLaterCountsUntilTheApiSaysSomethingElse() {
        Node first = node("n1");
        Node second = node("n2");
        first.put(Map.of("site", "south"));
        second.shared.follow();

        assertThat(second.files.write("plant", Map.of(), Map.of("site", "by hand")))
                .isEmpty();
        second.shared.follow();
        Object kept = second.site();
        first.put(Map.of("site", "east"));
        second.shared.follow();

        assertThat(kept).isEqualTo("by hand");
        assertThat(second.site()).isEqualTo("east");
        assertThat(second.registered).hasSize(2);
    }

    @Test
    void whatBothWereToldIsInTheEndTheSameOnBoth() {
        Node first = node("n1");
        Node second = node("n2");

        first.put(Map.of("site", "south"));
        second.put(Map.of("site", "east"));
        second.shared.follow();
        first.shared.follow();

        assertThat(List.of(String.valueOf(first.site()), String.valueOf(second.site())))
                .containsOnly("east");
    }

    @Test
    void aNodeThatWasAwayTakesItAtItsStartAndOneWithoutThePackWhenItComes() {
        Node first = node("n1");
        first.put(Map.of("site", "south"));

        Node late = node("n2");
        late.shared.follow();
        Node without = new Node("n3", folder.resolve("keys.json"));
        without.shared.follow();
        Object before = without.site();
        without.parts.reader().lay(Plant.content());
        Packs.Registration unused = without.parts.registration().packs().register(List.of(), PackRegistration.FILES);
        without.shared.follow();

        assertThat(late.site()).isEqualTo("south");
        assertThat(before).isNull();
        assertThat(without.site()).isEqualTo("south");
    }

    @Test
    void whatCannotBeUsedIsToldAndTriedAgain() {
        Node first = node("n1");
        Node second = new Node("n2", folder.resolve("other-keys.json"), Plant.content());

        first.put(Map.of("site", "south"));
        second.shared.follow();
        second.shared.follow();

        assertThat(second.site()).isNull();
        assertThat(second.registered).isEmpty();
        assertThat(second.shared.refused().get("plant")).contains("other-keys.json");
    }

    @Test
    void ofTheFileThatANodeHadBeforeItTookAnythingACopyIsKept() {
        Node first = node("n1");
        first.put(Map.of("site", "south"));
        Node joins = node("n2");
        Node same = node("n3");
        assertThat(joins.files.write("plant", Map.of(), Map.of("site", "its own")))
                .isEmpty();
        assertThat(same.files.write("plant", Map.of(), Map.of("site", "south"))).isEmpty();

        joins.shared.follow();
        same.shared.follow();
        assertThat(joins.files.write("plant", Map.of(), Map.of("site", "by hand")))
                .isEmpty();
        first.put(Map.of("site", "east"));
        joins.shared.follow();

        assertThat(joins.site()).as("the API's last word counts").isEqualTo("east");
        assertThat(joins.files.kept())
                .as("once, before anything was taken")
                .containsExactly(Map.<String, @Nullable Object>of("site", "its own"));
        assertThat(same.files.kept()).isEmpty();
        assertThat(first.files.kept()).isEmpty();
    }

    @Test
    void whatItsNodeCouldNotWriteItTakesLater() {
        Node first = node("n1");
        first.files.full(true);
        assertThatThrownBy(() -> first.put(Map.of("site", "south"))).isInstanceOf(DroverException.class);
        first.shared.follow();
        Map<String, String> meanwhile = first.shared.refused();

        first.files.full(false);
        first.shared.follow();

        assertThat(meanwhile).containsEntry("plant", "The disk is full.");
        assertThat(first.site()).isEqualTo("south");
        assertThat(first.shared.refused()).isEmpty();
    }

    @Test
    void whatWasRefusedIsToldNoMoreOnceThisNodeIsToldItselfOrThePackIsGone() {
        Node first = node("n1");
        Node second = new Node("n2", folder.resolve("other-keys.json"), Plant.content());
        Node third = new Node("n3", folder.resolve("third-keys.json"), Plant.content());
        first.put(Map.of("site", "south"));
        second.shared.follow();
        third.shared.follow();
        boolean told = second.shared.refused().containsKey("plant")
                && third.shared.refused().containsKey("plant");

        third.parts.reader().drop(Plant.FOLDER);
        Packs.Registration unused = third.parts.registration().packs().register(List.of(), PackRegistration.FILES);
        third.shared.follow();
        second.put(Map.of("site", "east"));

        assertThat(told).isTrue();
        assertThat(second.shared.refused()).isEmpty();
        assertThat(third.shared.refused()).isEmpty();
    }

    private Node node(String name) {
        return new Node(name, folder.resolve("keys.json"), Plant.content());
    }
}
