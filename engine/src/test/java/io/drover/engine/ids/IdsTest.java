package io.drover.engine.ids;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {
    private final HandClock clock = new HandClock();
    private final Ids ids = new Ids(clock);

    @Test
    void anIdHas24HexDigitsAndBeginsWithTheSecond() {
        String id = ids.next();

        assertThat(id).matches("[0-9a-f]{24}");
        assertThat(Long.parseLong(id.substring(0, 8), 16))
                .isEqualTo(clock.instant().getEpochSecond());
    }

    @Test
    void noIdComesTwice() {
        List<String> many = IntStream.range(0, 50_000)
                .parallel()
                .mapToObj(number -> ids.next())
                .toList();

        assertThat(many).doesNotHaveDuplicates();
    }

    @Test
    void noIdIsBelowTheOneBeforeEvenWhereTheClockGoesBack() {
        String first = ids.next();
        clock.advance(Duration.ofHours(-1));
        String second = ids.next();
        clock.advance(Duration.ofHours(2));
        String third = ids.next();

        assertThat(Stream.of(first, second, third)).isSorted();
        assertThat(third.substring(0, 8)).isGreaterThan(second.substring(0, 8));
    }

    @Test
    void twoProcessesGiveDifferentIdsInTheSameSecond() {
        assertThat(new Ids(clock).next()).isNotEqualTo(new Ids(clock).next());
    }
}
