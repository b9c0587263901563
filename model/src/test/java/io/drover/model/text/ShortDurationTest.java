package io.drover.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortDurationTest {

    @Test
    void readsWhatItWrites() {
        for (String text : List.of("90s", "10m", "1h30m", "2d", "1d2h3m4s")) {
            Duration length = ShortDuration.parse(text).orElseThrow();

            assertThat(ShortDuration.parse(ShortDuration.text(length))).contains(length);
        }
        assertThat(ShortDuration.parse("1h30m")).contains(Duration.ofMinutes(90));
        assertThat(ShortDuration.text(Duration.ofSeconds(90))).isEqualTo("1m30s");
        assertThat(ShortDuration.text(Duration.ZERO)).isEqualTo("0s");
    }

    @Test
    void readsNothingElse() {
        for (String text : List.of("", "5", "m", "5 minutes", "-5m", "1.5h", "10000000000s")) {
            assertThat(ShortDuration.parse(text)).as(text).isEmpty();
        }
    }
}
