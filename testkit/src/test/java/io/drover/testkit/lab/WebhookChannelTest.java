package io.drover.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alerts as posts. */
class WebhookChannelTest {
    private static final Alert ALERT = ServiceState.before(Checked.host("web1", 1))
            .after(new CheckResult(State.DOWN, "no route", Instant.parse("2026-01-02T12:00:00Z")))
            .alert()
            .orElseThrow();

    @Test
    void postsAnAlertAsJsonWithTheHeadersOfTheMoment() throws IOException, InterruptedException {
        try (Receiver receiver = new Receiver()) {
            int[] asked = {0};
            WebhookChannel channel =
                    new WebhookChannel(receiver.url(), () -> Map.of("X-Auth-Token", "token-" + ++asked[0]));

            channel.deliver(ALERT);
            channel.deliver(ALERT);

            assertThat(receiver.posts()).extracting(Receiver.Post::token).containsExactly("token-1", "token-2");
            assertThat(receiver.posts().get(0).type()).isEqualTo("application/json");
            JsonNode posted =
                    new ObjectMapper().readTree(receiver.posts().get(0).body());
            assertThat(posted.path("alert_id").textValue()).isEqualTo(ALERT.id());
            assertThat(posted.path("service").isNull()).isTrue();
            assertThat(posted.path("state").textValue()).isEqualTo("DOWN");
        }
    }

    @Test
    void aRefusalIsAFailureThatTellsStatusAndAnswer() {
        try (Receiver receiver = new Receiver()) {
            receiver.refuseNext(1);

            assertThatThrownBy(() -> new WebhookChannel(receiver.url(), Map::of).deliver(ALERT))
                    .isInstanceOf(IOException.class)
                    .hasMessage("POST " + receiver.url() + " was answered with 503: not yet");
        }
    }

    @Test
    void aReceiverThatIsAwayIsAFailure() {
        URI gone;
        try (Receiver receiver = new Receiver()) {
            gone = receiver.url();
        }

        assertThatThrownBy(() -> new WebhookChannel(gone, Map::of).deliver(ALERT))
                .isInstanceOf(IOException.class);
    }
}
