package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Plant;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.SensorStatus;
import io.drover.testkit.time.Await;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every sensor keeps whose source is acknowledged after the commit, against a real source and its faults. */
abstract class SensorContract {
    /** How long a call waits for a commit: longer than three attempts, shorter than five. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    @TempDir
    Path folder;

    Plant plant;

    /** {@return the pack with the sensor {@code plant.it}, not loaded yet; what it takes from is there} */
    abstract Plant pack() throws Exception;

    /** Lets the source have one more event, and returns when it has it. */
    abstract void send(String id, String json) throws Exception;

    /** Lets the source deliver one event twice. */
    abstract void sendTwice(String id, String json) throws Exception;

    /** Takes the source away from the sensor that runs. */
    abstract void takeSourceAway() throws Exception;

    /** Brings the source back with what it had. */
    abstract void bringSourceBack() throws Exception;

    @BeforeEach
    void start() throws Exception {
        plant = pack();
    }

    @AfterEach
    void stop() throws Exception {
        plant.close();
    }

    /** For sensors whose component tells whether it reaches its source. */
    final void tellsWhetherItsSourceIsThere() throws Exception {
        assertThat(plant.load()).isEmpty();
        awaitState(SensorStatus.State.RUNNING);

        takeSourceAway();

        awaitState(SensorStatus.State.RETRYING);
        assertThat(plant.status("it").lastError()).isNotBlank();

        bringSourceBack();

        awaitState(SensorStatus.State.RUNNING);
        assertThat(plant.status("it").lastError()).isNull();
        send("a");
        assertThat(plant.ids(1)).containsExactly("a");
    }

    private void awaitState(SensorStatus.State state) {
        Await.until("the sensor is " + state, () -> plant.status("it").state() == state);
    }

    private void send(String id) throws Exception {
        send(id, "{\"id\": \"" + id + "\", \"bad\": false}");
    }

    @Test
    void goesOnAfterARestartOfItsSource() throws Exception {
        assertThat(plant.load()).isEmpty();
        send("a");
        assertThat(plant.ids(1)).containsExactly("a");

        takeSourceAway();
        bringSourceBack();
        send("b");

        assertThat(plant.ids(2)).containsExactly("a", "b");
        assertThat(plant.status("it").delivery()).isEqualTo(SensorStatus.Delivery.AT_LEAST_ONCE);
    }

    @Test
    void acceptsAnEventOnceThatIsDeliveredTwice() throws Exception {
        assertThat(plant.load()).isEmpty();

        sendTwice("a", "{\"id\": \"a\", \"bad\": false}");

        Await.until("there is a duplicate", () -> plant.inbox.duplicates() == 1);
        assertThat(plant.ids(1)).containsExactly("a");
    }

    @Test
    void keepsARefusedEventAsADeadLetterAndIsNotAskedForItAgain() throws Exception {
        assertThat(plant.load()).isEmpty();

        send("a", "{\"id\": \"a\", \"bad\": true}");
        send("b");

        assertThat(plant.ids(1)).containsExactly("b");
        Await.until("there is a dead letter", () -> !plant.inbox.letters().isEmpty());
        DeadLetter letter = plant.inbox.letters().get(0);
        assertThat(letter.source()).isEqualTo("plant.it");
        assertThat(letter.reasons()).containsExactly("'bad' is not allowed.");
        assertThat(letter.content()).contains("\"a\"");
        plant.sensors.enable(Ref.parse("plant.it"), false);
        plant.sensors.enable(Ref.parse("plant.it"), true);
        send("c");
        assertThat(plant.ids(2)).containsExactly("b", "c");
        assertThat(plant.inbox.burials()).isEqualTo(1);
    }

    @Test
    void triesACommitAgainThatFailsOnce() throws Exception {
        assertThat(plant.load()).isEmpty();
        plant.inbox.fail(1, ErrorCode.UNAVAILABLE);

        send("a");
        send("b");

        assertThat(plant.ids(2)).containsExactlyInAnyOrder("a", "b");
        assertThat(plant.inbox.failed()).isEqualTo(1);
    }

    @Test
    void letsTheSourceDeliverAgainWhatCouldNotBeCommittedForLong() throws Exception {
        assertThat(plant.load()).isEmpty();
        plant.inbox.fail(6, ErrorCode.UNAVAILABLE);

        send("a");
        assertThat(plant.ids(1)).containsExactly("a");
        send("b");

        assertThat(plant.ids(2)).containsExactly("a", "b");
        assertThat(plant.inbox.failed()).isEqualTo(6);
        assertThat(plant.status("it").errors()).isPositive();
        assertThat(plant.status("it").lastError()).contains("The database is away.");
    }

    @Test
    void emitsOnceWhatWasCommittedThoughTheAnswerWasLost() throws Exception {
        assertThat(plant.load()).isEmpty();
        plant.inbox.loseAnswers(6);

        send("a");
        Await.until("all answers are lost", () -> plant.inbox.failed() == 6);
        send("b");

        assertThat(plant.ids(2)).containsExactly("a", "b");
        assertThat(plant.inbox.duplicates()).isPositive();
    }
}
