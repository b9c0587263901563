package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Plant;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.support.ScheduledPollConsumer;
import org.junit.jupiter.api.Test;

class FileSensorTest extends MessageContract {
    private static final String ROUTE = """
            - route:
                id: it
                description: Files that machines drop.
                from:
                  uri: file:{{folder}}
                  parameters: {initialDelay: 0, delay: 50}
                  steps:
                    - to: {uri: "drover:trigger/plant.dropped"}
            """;
    private static final FileTime SAME_TIME = FileTime.fromMillis(1_800_000_000_000L);

    @SuppressWarnings("NullAway.Init")
    private Path in;

    @Override
    Plant pack() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        return new Plant(folder, PATIENCE).config("folder", in.toString()).file("it.camel.yaml", ROUTE);
    }

    @Override
    void send(String id, String json) throws IOException {
        drop(id + ".json", json);
    }

    @Override
    void send(String id, byte[] body) throws IOException {
        drop(id, body);
    }

    @Override
    void sendTwice(String id, String json) throws IOException {
        send(id, json);
        Await.until("the first file is moved", () -> !Files.exists(in.resolve(id + ".json")));
        send(id, json);
    }

    /** The folder vanishes with all that is in it, and is looked for in vain. */
    @Override
    void takeSourceAway() throws IOException {
        Files.move(in, away());
        ScheduledPollConsumer consumer =
                (ScheduledPollConsumer) plant.context().getRoute("it").getConsumer();
        long polls = consumer.getCounter();
        Await.until("the folder was looked for twice", () -> consumer.getCounter() > polls + 1);
    }

    @Override
    void bringSourceBack() throws IOException {
        Files.move(away(), in);
    }

    @Test
    void tellsThatItsSourceIsAway() throws Exception {
        tellsWhetherItsSourceIsThere();
    }

    @Test
    void emitsAFileAndMovesItAfterwards() throws IOException {
        assertThat(plant.load()).isEmpty();

        drop("one.json", "{\"level\": 3, \"ratio\": 1.5}");

        assertThat(plant.events(1)).containsExactly(Map.of("level", 3L, "ratio", 1.5));
        Await.until("the file is moved", () -> Files.exists(in.resolve(".camel/one.json")));
        SensorStatus status = plant.status("it");
        assertThat(status.state()).isEqualTo(SensorStatus.State.RUNNING);
        assertThat(status.delivery()).isEqualTo(SensorStatus.Delivery.AT_LEAST_ONCE);
        assertThat(status.events()).isEqualTo(1);
        assertThat(status.lastEventAt()).isNotNull();
        assertThat(status.type().description()).isEqualTo("Files that machines drop.");
        assertThat(status.type().entryPoint()).isEqualTo("routes/it.camel.yaml");
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
    void movesARefusedFileToo() throws IOException {
        plant.load();

        drop("bad.json", "{\"bad\": true}");

        Await.until("the file is moved", () -> Files.exists(in.resolve(".camel/bad.json")));
        assertThat(plant.inbox.letters().get(0).identity()).contains("bad.json");
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
        plant.file("it.camel.yaml", ROUTE.replace("delay: 50", "delay: 50, noop: true, idempotent: false"));
        plant.load();

        drop("list.json", "[{\"n\": 1}, {\"n\": 2}]");

        assertThat(plant.events(2)).containsExactly(Map.of("n", 1L), Map.of("n", 2L));
        Await.until("duplicates", () -> plant.inbox.duplicates() >= 2);
        assertThat(plant.inbox.accepted()).hasSize(2);
    }

    @Test
    void takesAListAsOnePayloadWhereToldSo() throws IOException {
        plant.file("it.camel.yaml", ROUTE.replace("dropped\"}", "dropped\", parameters: {batch: false}}"));
        assertThat(plant.load()).isEmpty();

        drop("list.json", "[{\"n\": 1}, {\"n\": 2}]");

        assertThat(plant.events(1).get(0)).containsEntry("body", List.of(Map.of("n", 1L), Map.of("n", 2L)));
        Await.until("the file is moved", () -> Files.exists(in.resolve(".camel/list.json")));
        assertThat(plant.inbox.accepted()).hasSize(1);
    }

    @Test
    void waitsWhileTheDaemonIsOverItsLimit() throws IOException {
        plant.load();
        plant.inbox.fail(1, ErrorCode.TOO_MANY);

        drop("one.json", "{\"n\": 1}");

        assertThat(plant.events(1)).containsExactly(Map.of("n", 1L));
        assertThat(plant.inbox.failed()).isEqualTo(1);
        assertThat(plant.status("it").errors()).isZero();
    }

    @Test
    void refusesAPayloadThatAnExpressionMakesTooLarge() throws IOException {
        plant.file("it.camel.yaml", ROUTE.replace("plant.dropped\"", """
                plant.dropped", parameters: {payload: "${body}${body}"}""".strip()));
        assertThat(plant.load()).isEmpty();

        drop("large.txt", "x".repeat(60_000));

        Await.until("there is a dead letter", () -> plant.inbox.letters().size() == 1);
        assertThat(plant.inbox.letters().get(0).reasons())
                .containsExactly("Expected at most 100000 bytes, but found 120000.");
        assertThat(plant.inbox.accepted()).isEmpty();
    }

    @Test
    void evaluatesExpressionsPerElement() throws IOException {
        plant.file("it.camel.yaml", """
                - route:
                    id: it
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
        assertThat(plant.status("it").warning()).contains("occurredAt");
    }

    @Test
    void keepsAMessageThatAStepCannotDecodeAsADeadLetter() throws IOException {
        plant.file("it.camel.yaml", ROUTE.replace("steps:", "steps:\n        - unmarshal: {json: {}}"));
        assertThat(plant.load()).isEmpty();

        drop("broken.json", "{\"level\": ");

        Await.until("a dead letter", () -> plant.inbox.letters().size() == 1);
        assertThat(plant.inbox.letters().get(0).content()).isEqualTo("{\"level\": ");
        assertThat(plant.inbox.letters().get(0).reasons().get(0)).contains("cannot be decoded");
        Await.until("the file is moved", () -> Files.exists(in.resolve(".camel/broken.json")));
    }

    @Test
    void isSwitchedOffAndOn() throws IOException {
        Ref it = Ref.parse("plant.it");
        plant.load(it);
        drop("one.json", "{\"n\": 1}");
        assertThat(plant.status("it").state()).isEqualTo(SensorStatus.State.STOPPED);
        assertThat(plant.status("it").type().enabled()).isFalse();

        plant.sensors.enable(it, true);

        plant.events(1);
        assertThat(plant.status("it").type().enabled()).isTrue();

        plant.sensors.enable(it, false);

        assertThat(plant.status("it").state()).isEqualTo(SensorStatus.State.STOPPED);
    }

    @Test
    void isTriedWithoutEmittingWhileStopped() throws IOException {
        Ref it = Ref.parse("plant.it");
        plant.load(it);
        drop("one.json", "{\"n\": 1}");

        List<?> seen = plant.sensors.tryOut(it, 1, Duration.ofSeconds(10), false);

        assertThat(seen).isEqualTo(List.of(Map.of("n", 1L)));
        assertThat(plant.inbox.accepted()).isEmpty();
        assertThat(in.resolve("one.json")).exists();
        assertThat(plant.status("it").state()).isEqualTo(SensorStatus.State.STOPPED);
        assertThat(plant.status("it").errors()).isZero();
        assertThat(plant.status("it").lastError()).isNull();
    }

    @Test
    void isTappedWhileRunning() throws Exception {
        plant.load();
        var tapped = java.util.concurrent.CompletableFuture.supplyAsync(
                () -> plant.sensors.tryOut(Ref.parse("plant.it"), 1, Duration.ofSeconds(10), false));
        for (int i = 0; !tapped.isDone(); i++) {
            drop(i + ".json", "{\"n\": 1}");
            int count = i + 1;
            Await.until("the next event", () -> plant.inbox.accepted().size() >= count);
        }

        assertThat(tapped.get()).isEqualTo(List.of(Map.of("n", 1L)));
    }

    private Path away() {
        return folder.resolve("away");
    }

    private void drop(String name, String text) throws IOException {
        drop(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void drop(String name, byte[] content) throws IOException {
        Path written = Files.write(in.resolve(".writing-" + name), content);
        Files.setLastModifiedTime(written, SAME_TIME);
        Files.move(written, in.resolve(name));
    }
}
