package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import java.lang.Thread.State;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files bring and what other nodes say, at the same time. */
class ActionBookTest {
    private final Path folder;
    private final Lives lives;

    ActionBookTest(@TempDir Path folder) {
        this.folder = folder;
        this.lives = Lives.in(folder);
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void losesNothingThatIsTakenInWhileAPackIsPutIntoForce() throws InterruptedException {
        Parts parts = lives.start(Plant.content());
        Registry registry = parts.registry();
        ActionBook book = new ActionBook(registry, new PackDocuments(lives.reader()), lives.memory());
        CallableAction act = registry.callable("plant.act").orElseThrow();
        Action made = madeOnAnotherNode();
        Thread follower = new Thread(book::follow, "follower");

        List<CallableAction> inForce = book.files("plant", Plant.FOLDER, List.of(act), actions -> {
            follower.start();
            Await.until(
                    "it waits, or did not have to",
                    () -> EnumSet.of(State.BLOCKED, State.TERMINATED).contains(follower.getState()));
            registry.putActions("plant", actions);
        });
        follower.join();

        assertThat(inForce).containsExactly(act);
        assertThat(registry.action("plant.act")).contains(act.action());
        assertThat(registry.action("plant.mine")).contains(made.in(Plant.FOLDER));
    }

    private Action madeOnAnotherNode() {
        PlainReader packs = new PlainReader();
        packs.lay(Plant.content());
        try (Parts second = Setup.in(folder)
                .stored(lives.memory())
                .packs(packs)
                .named("n2")
                .make()
                .started()) {
            return second.registration()
                    .actions()
                    .create(Map.of("name", "mine", "pack", "plant", "runner_type", "pure"), List.of(), Parts.ADMIN);
        }
    }
}
