package io.drover.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    @Test
    void readsWhatAnInstantWrites() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(-80_000_000_000L, 300_000_000_000L);
            Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
            Instant micros = Instant.ofEpochSecond(second, random.nextInt(1_000_000) * 1_000L);

            assertThat(InstantText.read(instant.toString())).isEqualTo(instant);
            assertThat(InstantText.read(micros.toString())).isEqualTo(micros);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-28T23:59:59Z",
                "2024-02-29T00:00:00.5Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
                "2026-03-01T24:00:00Z",
                "2026-06-30T23:59:60Z",
                "2026-03-01t10:00:00z",
                "2026-03-01T10:00:00+01:00",
                "+12026-03-01T10:00:00Z",
                "-0001-03-01T10:00:00Z"
            })
    void readsWhatAnInstantReads(String text) {
        assertThat(InstantText.read(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-03-01",
                "2026-02-30T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-03-01T25:00:00Z",
                "2026-03-01T10:60:00Z",
                "2026-03-01T10:00:61Z",
                "2026-03-01T10:00:00.1x3Z",
                "2026-03-01T10:00:00.1234567891Z",
                "2026-03-01 10:00:00Z",
                "２０２６-03-01T10:00:00Z"
            })
    void refusesWhatAnInstantRefuses(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Instant.parse(text));

        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> InstantText.read(text));
    }
}
