package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Mark;
import io.drover.model.trigger.DeadLetter;
import io.drover.testkit.time.Await;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What every sensor keeps besides whose source delivers bytes of anybody's choice. */
abstract class MessageContract extends SensorContract {
    /** Lets the source have an event of the given bytes, and returns when it has it. */
    abstract void send(String id, byte[] body) throws Exception;

    @Override
    void send(String id, String json) throws Exception {
        send(id, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsPoisonAsDeadLettersAndLivesOn() throws Exception {
        assertThat(plant.load()).isEmpty();

        send("serialized", Mark.serialized());
        send("deep", "[".repeat(2_000) + "]".repeat(2_000));
        send("large", "x".repeat(200_000));
        send("good", "{\"id\": \"good\"}");

        assertThat(plant.ids(1)).containsExactly("good");
        Await.until("there are three dead letters", () -> plant.inbox.letters().size() == 3);
        assertThat(plant.inbox.letters().stream().map(DeadLetter::reasons).map(reasons -> reasons.get(0)))
                .satisfiesExactlyInAnyOrder(
                        serialized -> assertThat(serialized).contains("UTF-8"),
                        deep -> assertThat(deep).contains("levels"),
                        large -> assertThat(large).contains("200000"));
        assertThat(Mark.left()).isZero();
    }
}
