package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static Series<Integer> numbers(int size) {
        return Series.of(IntStream.range(0, size).boxed().toList());
    }

    private static <T> List<Integer> differences(Series<T> before, Series<T> after) {
        List<Integer> found = new ArrayList<>();
        after.differences(before, found::add);
        return found;
    }

    @Test
    void holdsWhatAnOrdinaryListHoldsAfterTheSameChanges() {
        Random random = new Random(7);
        Series<Integer> series = Series.of();
        List<Integer> list = new ArrayList<>();

        for (int i = 0; i < 40_000; i++) {
            if (list.isEmpty() || random.nextInt(4) > 0) {
                series = series.plus(i);
                list.add(i);
            } else {
                int place = random.nextInt(list.size());
                series = series.with(place, -i);
                list.set(place, -i);
            }
        }

        assertThat(series).isEqualTo(list);
    }

    @Test
    void leavesTheEarlierOneAsItWas() {
        Series<Integer> before = numbers(1_056);

        Series<Integer> after = before.with(1_055, -1).plus(1_056).with(0, -1);

        assertThat(before).isEqualTo(IntStream.range(0, 1_056).boxed().toList());
        assertThat(after).hasSize(1_057).startsWith(-1, 1).endsWith(-1, 1_056);
    }

    @Test
    void tellsWhereItDiffersFromAnEarlierOne() {
        for (int size : new int[] {1, 31, 32, 33, 1_023, 1_024, 1_025, 40_000}) {
            Series<Integer> before = numbers(size);

            Series<Integer> after = before.with(0, -1).with(size - 1, -2).plus(7);

            assertThat(differences(before, after)).containsExactlyElementsOf(places(size));
            assertThat(differences(before, before)).isEmpty();
        }
    }

    private static List<Integer> places(int size) {
        return size == 1 ? List.of(0, 1) : List.of(0, size - 1, size);
    }

    @Test
    void tellsAllOfWhatItSharesNothingWith() {
        assertThat(differences(Series.of(), numbers(70))).hasSize(70);
        assertThat(differences(numbers(70), Series.<Integer>of())).isEmpty();
    }

    @Test
    void knowsWhatItBeginsWith() {
        Series<Integer> begun = numbers(2_000);

        assertThat(begun.plus(1).startsWith(begun)).isTrue();
        assertThat(begun.plus(1).startsWith(numbers(1_999))).isTrue();
        assertThat(begun.startsWith(begun.plus(1))).isFalse();
        assertThat(begun.with(3, -1).plus(1).startsWith(begun)).isFalse();
    }

    @Test
    void refusesAPlaceThatItDoesNotHave() {
        assertThatThrownBy(() -> numbers(3).get(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> numbers(3).with(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
