package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Await;
import io.drover.camelsensors.testing.Plant;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSensorTest {
    private static final String ROUTE = """
            - route:
                id: drop
                description: Files that machines drop.
                from:
                  uri: file:{{folder}}
                  parameters: {initialDelay: 0, delay: 50}
                  steps:
                    - to: {uri: "drover:trigger/plant.dropped"}
            """;

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void start() {
        plant = new Plant(folder).config("folder", folder.toString()).file("drop.camel.yaml", ROUTE);
    }

    @AfterEach
    void stop() {
        plant.close();
    }

    @Test
    void emitsAFileAndMovesItAfterwards() throws IOException {
        assertThat(plant.load()).isEmpty();

        drop("one.json", "{\"level\": 3, \"ratio\": 1.5}");

        assertThat(plant.events(1)).containsExactly(Map.of("level", 3L, "ratio", 1.5));
        Await.until("the file is moved", () -> Files.exists(folder.resolve(".camel/one.json")));
        SensorStatus status = plant.status("drop");
        assertThat(status.state()).isEqualTo(SensorStatus.State.RUNNING);
        assertThat(status.delivery()).isEqualTo(SensorStatus.Delivery.AT_LEAST_ONCE);
        assertThat(status.events()).isEqualTo(1);
        assertThat(status.lastEventAt()).isNotNull();
        assertThat(status.type().description()).isEqualTo("Files that machines drop.");
        assertThat(status.type().entryPoint()).isEqualTo("routes/drop.camel.yaml");
        assertThat(status.type().triggerTypes()).containsExactly(Ref.parse("plant.dropped"));
    }

    @Test
    void wrapsTextThatIsNoJsonWithItsHeaders() throws IOException {
        plant.load();

        drop("note.txt", "Grüße");

        Map<String, Object> payload = plant.events(1).get(0);
        assertThat(payload.get("body")).isEqualTo("Grüße");
        assertThat(payload.get("headers"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("CamelFileName", "note.txt");
    }

    @Test
    void retriesACommitThatFailsWithinTheCall() throws IOException {
        plant.inbox.fail(1, ErrorCode.UNAVAILABLE);
        plant.load();

        drop("one.json", "{\"level\": 1}");

        assertThat(plant.events(1)).hasSize(1);
        assertThat(plant.inbox.failed()).isEqualTo(1);
        Await.until("the file is moved", () -> Files.exists(folder.resolve(".camel/one.json")));
        assertThat(plant.inbox.accepted()).hasSize(1);
    }

    @Test
    void leavesTheFileWhereTheCommitFailsForLongAndTakesItLater() throws IOException {
        plant.close();
        plant = new Plant(folder, null, Duration.ofMillis(100)).config("folder", folder.toString());
        plant.inbox.fail(5, ErrorCode.UNAVAILABLE);
        plant.file("drop.camel.yaml", ROUTE).load();

        drop("one.json", "{\"level\": 1}");

        assertThat(plant.events(1)).hasSize(1);
        Await.until("the file is moved", () -> Files.exists(folder.resolve(".camel/one.json")));
        assertThat(plant.inbox.accepted()).hasSize(1);
        assertThat(plant.status("drop").errors()).isPositive();
        assertThat(plant.status("drop").lastError()).contains("The database is away.");
    }

    @Test
    void keepsARefusedFileAsADeadLetterAndMovesIt() throws IOException {
        plant.load();

        drop("bad.json", "{\"bad\": true}");

        Await.until("a dead letter", () -> plant.inbox.letters().size() == 1);
        assertThat(plant.inbox.letters().get(0).source()).isEqualTo("plant.drop");
        assertThat(plant.inbox.letters().get(0).content()).isEqualTo("{\"bad\": true}");
        assertThat(plant.inbox.letters().get(0).reasons()).containsExactly("'bad' is not allowed.");
        assertThat(plant.inbox.letters().get(0).identity()).contains("bad.json");
        Await.until("the file is moved", () -> Files.exists(folder.resolve(".camel/bad.json")));
        assertThat(plant.inbox.accepted()).isEmpty();
    }

    @Test
    void keepsWhatIsNoTextOrTooLargeAsDeadLetters() throws IOException {
        plant.load();

        drop("binary", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        drop("large", "x".repeat(300_000));

        Await.until("two dead letters", () -> plant.inbox.letters().size() == 2);
        assertThat(plant.inbox.letters()).anySatisfy(letter -> {
            assertThat(letter.base64()).isTrue();
            assertThat(letter.content()).isEqualTo("//4AAQ==");
            assertThat(letter.size()).isEqualTo(4);
        });
        assertThat(plant.inbox.letters()).anySatisfy(letter -> {
            assertThat(letter.base64()).isFalse();
            assertThat(letter.content()).hasSize(64 * 1024);
            assertThat(letter.size()).isEqualTo(300_000);
        });
    }

    @Test
    void acceptsTheSameFileOnceAndAListInOneCommit() throws IOException {
        plant.file("drop.camel.yaml", ROUTE.replace("delay: 50", "delay: 50, noop: true, idempotent: false"));
        plant.load();

        drop("list.json", "[{\"n\": 1}, {\"n\": 2}]");

        assertThat(plant.events(2)).containsExactly(Map.of("n", 1L), Map.of("n", 2L));
        Await.until("duplicates", () -> plant.inbox.duplicates() >= 2);
        assertThat(plant.inbox.accepted()).hasSize(2);
    }

    @Test
    void evaluatesExpressionsPerElement() throws IOException {
        plant.file("drop.camel.yaml", """
                - route:
                    id: drop
                    from:
                      uri: file:{{folder}}
                      parameters: {initialDelay: 0, delay: 50}
                      steps:
                        - unmarshal: {json: {library: Jackson}}
                        - to:
                            uri: drover:trigger/plant.dropped
                            parameters:
                              dedupeKey: "${body[id]}"
                              dedupeWindow: 1h
                              occurredAt: "${body[at]}"
                              traceTag: "order-${body[id]}"
                """);
        assertThat(plant.load()).isEmpty();

        drop("list.json", "[{\"id\": \"a\", \"at\": \"2026-01-02T03:04:05Z\"}, {\"id\": \"b\"}, {\"id\": \"a\"}]");

        plant.events(2);
        assertThat(plant.inbox.accepted().get(0).dedupeKey()).isEqualTo("a");
        assertThat(plant.inbox.accepted().get(0).occurredAt()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(plant.inbox.accepted().get(0).traceTag()).isEqualTo("order-a");
        assertThat(plant.inbox.accepted().get(0).dedupeWindow()).isEqualTo(Duration.ofHours(1));
        assertThat(plant.inbox.accepted().get(1).dedupeKey()).isEqualTo("b");
        assertThat(plant.inbox.duplicates()).isEqualTo(1);
        assertThat(plant.status("drop").warning()).contains("occurredAt");
    }

    @Test
    void keepsAMessageThatAStepCannotDecodeAsADeadLetter() throws IOException {
        plant.file("drop.camel.yaml", ROUTE.replace("steps:", "steps:\n        - unmarshal: {json: {}}"));
        assertThat(plant.load()).isEmpty();

        drop("broken.json", "{\"level\": ");

        Await.until("a dead letter", () -> plant.inbox.letters().size() == 1);
        assertThat(plant.inbox.letters().get(0).content()).isEqualTo("{\"level\": ");
        assertThat(plant.inbox.letters().get(0).reasons().get(0)).contains("cannot be decoded");
        Await.until("the file is moved", () -> Files.exists(folder.resolve(".camel/broken.json")));
    }

    @Test
    void isSwitchedOffAndOn() throws IOException {
        Ref drop = Ref.parse("plant.drop");
        plant.load(drop);
        drop("one.json", "{\"n\": 1}");
        assertThat(plant.status("drop").state()).isEqualTo(SensorStatus.State.STOPPED);
        assertThat(plant.status("drop").type().enabled()).isFalse();

        plant.sensors.enable(drop, true);

        plant.events(1);
        assertThat(plant.status("drop").type().enabled()).isTrue();

        plant.sensors.enable(drop, false);

        assertThat(plant.status("drop").state()).isEqualTo(SensorStatus.State.STOPPED);
    }

    @Test
    void isTriedWithoutEmittingWhileStopped() throws IOException {
        Ref drop = Ref.parse("plant.drop");
        plant.load(drop);
        drop("one.json", "{\"n\": 1}");

        List<?> seen = plant.sensors.tryOut(drop, 1, Duration.ofSeconds(10), false);

        assertThat(seen).isEqualTo(List.of(Map.of("n", 1L)));
        assertThat(plant.inbox.accepted()).isEmpty();
        assertThat(folder.resolve("one.json")).exists();
        assertThat(plant.status("drop").state()).isEqualTo(SensorStatus.State.STOPPED);
    }

    @Test
    void isTappedWhileRunning() throws Exception {
        plant.load();
        var tapped = java.util.concurrent.CompletableFuture.supplyAsync(
                () -> plant.sensors.tryOut(Ref.parse("plant.drop"), 1, Duration.ofSeconds(10), false));
        for (int i = 0; !tapped.isDone(); i++) {
            drop(i + ".json", "{\"n\": 1}");
            int count = i + 1;
            Await.until("the next event", () -> plant.inbox.accepted().size() >= count);
        }

        assertThat(tapped.get()).isEqualTo(List.of(Map.of("n", 1L)));
    }

    private void drop(String name, String text) throws IOException {
        drop(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void drop(String name, byte[] content) throws IOException {
        Path written = Files.write(folder.resolve(".writing-" + name), content);
        Files.move(written, folder.resolve(name));
    }
}
