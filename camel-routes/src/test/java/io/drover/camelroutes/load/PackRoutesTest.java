package io.drover.camelroutes.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackRoutesTest {
    private final Plant plant = new Plant();

    @AfterEach
    void stop() {
        plant.close();
    }

    @Test
    void aRouteThatIsStartedWhileItStopsRunsInTheEnd() {
        plant.load("tick.camel.yaml", Plant.TICK.stripTrailing() + "\n        - delay: {constant: 60000}\n");
        plant.awaitEmission("tick", "one");

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> plant.routes.stop(Ref.of("plant", "tick")));
        Await.until("it stops", () -> plant.report("tick").state() == SensorStatus.State.STOPPED);
        plant.door.emitted.clear();
        plant.routes.start(Ref.of("plant", "tick"));
        stopping.join();

        plant.awaitEmission("tick", "one");
        assertThat(plant.report("tick").state()).isEqualTo(SensorStatus.State.RUNNING);
    }

    @Test
    void runsAFileAndReplacesItsRoutesWhenItChanges() {
        assertThat(plant.load("tick.camel.yaml", Plant.TICK)).isEmpty();
        plant.awaitEmission("tick", "one");

        assertThat(plant.load("tick.camel.yaml", Plant.TICK.replace("constant: one", "constant: two")))
                .isEmpty();

        plant.awaitEmission("tick", "two");
        plant.door.emitted.clear();
        Await.until("it goes on", () -> plant.door.emitted.size() > 2);
        assertThat(plant.door.emitted).containsOnly("plant.tick:two");
        assertThat(plant.report("tick").triggers()).containsExactly(Ref.parse("plant.tick"));
        assertThat(plant.report("tick").state()).isEqualTo(SensorStatus.State.RUNNING);
    }

    @Test
    void readsXmlToo() {
        List<Problem> problems = plant.load("tick.camel.xml", """
                <routes>
                  <route id="tick">
                    <from uri="timer:tick?delay=0&amp;period=20"/>
                    <setBody><constant>xml</constant></setBody>
                    <to uri="drover:trigger/plant.tick"/>
                  </route>
                </routes>
                """);

        assertThat(problems).isEmpty();
        plant.awaitEmission("tick", "xml");
    }

    @Test
    void leavesTheRoutesOfOtherFilesAlone() {
        plant.load("tick.camel.yaml", Plant.TICK);
        plant.load(
                "tock.camel.yaml",
                Plant.TICK
                        .replace("id: tick", "id: tock")
                        .replace("timer:tick", "timer:tock")
                        .replace("one", "tock"));
        plant.awaitEmission("tock", "tock");

        plant.without("tock.camel.yaml").load();

        assertThat(plant.routes.find(Ref.parse("plant.tock"))).isEmpty();
        plant.assertThatTickRunsOn();
    }

    @Test
    void startsAgainWithAnotherConfig() {
        String text = Plant.TICK.replace("constant: one", "constant: \"{{word}}\"");
        plant.config("word", "one").load("tick.camel.yaml", text);
        plant.awaitEmission("tick", "one");

        plant.config("word", "two").load("tick.camel.yaml", text);

        plant.awaitEmission("tick", "two");
    }

    @Test
    void callsRoutesOfTheSamePack() {
        plant.load("two.camel.yaml", Plant.TICK.replace("to: drover:trigger/plant.tick", "to: direct:last") + """
                        - route:
                            id: last
                            from:
                              uri: direct:last
                              steps:
                                - to: drover:trigger/plant.tick
                        """);

        plant.awaitEmission("last", "one");
        assertThat(plant.report("tick").isSensor()).isFalse();
        assertThat(plant.report("last").isSensor()).isTrue();
    }

    @Test
    void stopsEverythingOfAPackThatIsGone() {
        plant.load("tick.camel.yaml", Plant.TICK);

        plant.routes.remove("plant");

        assertThat(plant.routes.list()).isEmpty();
    }

    @Test
    void isLiveWithinTwoSecondsAfterAChange() {
        plant.load("tick.camel.yaml", Plant.TICK);

        long start = System.nanoTime();
        plant.load("tick.camel.yaml", Plant.TICK.replace("constant: one", "constant: two"));
        plant.awaitEmission("tick", "two");

        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void survivesThatTheFolderOfThePackVanishes(@TempDir Path parent) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("plant"));
        Path lib = Files.createDirectories(folder.resolve("lib"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(lib.resolve("some.jar")))) {
            jar.putNextEntry(new ZipEntry("some.txt"));
        }
        Files.createSymbolicLink(lib.resolve("gone.jar"), parent.resolve("nowhere.jar"));
        try (Plant vanishing = new Plant(folder)) {
            assertThat(vanishing.load("tick.camel.yaml", Plant.TICK)).isEmpty();
            vanishing.awaitEmission("tick", "one");

            Files.move(folder, parent.resolve("away"));
            vanishing.assertThatTickRunsOn();
            assertThat(vanishing.load()).isEmpty();
            vanishing.assertThatTickRunsOn();
            vanishing.routes.remove("plant");

            assertThat(vanishing.routes.list()).isEmpty();
        }
    }
}
