package io.drover.expressions.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenOutTest {
    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '`', textBlock = """
            abc 3
            a{100} 100
            a{2,100}b 101
            a{3,} 3
            (ab){10} 40
            (x{100}){100} 10200
            x{1000}{1000} 1000000
            ((x{1,100}){1,100}){1,100} 1020200
            (((((x{1000}){1000}){1000}){1000}){1000}){1000} 2147483647
            [{(\\]]{5} 5
            \\({5} 5
            a{b} 4
            a{,5}{99999999999} 18
            a) 1
            (a 3
            [a 1
            """)
    void countsTheStepsOfAPattern(String pattern, long steps) {
        assertThat(WrittenOut.steps(pattern)).isEqualTo(steps);
    }

    @Test
    void goesNoDeeperThanItMay() {
        assertThat(WrittenOut.steps("(".repeat(100_000))).isEqualTo(Integer.MAX_VALUE);
    }
}
