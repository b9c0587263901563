package io.drover.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines of the table. */
class FigureTest {

    @Test
    void aTargetIsMetOnItsEdgeAndNotBeyond() {
        assertThat(Figure.atLeast("x", 3000, 3000, "events/s").verdict()).isEqualTo(Figure.Verdict.YES);
        assertThat(Figure.atLeast("x", 3000, 2999.9, "events/s").verdict()).isEqualTo(Figure.Verdict.NO);
        assertThat(Figure.atMost("x", 4, 4, "s").verdict()).isEqualTo(Figure.Verdict.YES);
        assertThat(Figure.atMost("x", 4, 4.01, "s").verdict()).isEqualTo(Figure.Verdict.NO);
        assertThat(Figure.latency("x", 5, 25.1, 5, 25).verdict()).isEqualTo(Figure.Verdict.NO);
    }

    @Test
    void theTableIsMarkdown() {
        String table = Figure.table(List.of(
                Figure.atLeast("events", 3000, 12345.6, "events/s"),
                Figure.latency("core.noop", 4.1, 25, 5, 25),
                Figure.unmeasured("a|b", new IOException("it\nbroke"))));

        assertThat(table).isEqualTo("""
                | Figure | Target | Measured | Met |
                |---|---|---|---|
                | events | ≥ 3,000 events/s | 12,346 events/s | yes |
                | core.noop, median / p99 | ≤ 5 / 25 ms | 4.1 / 25 ms | yes |
                | a\\|b |  | not measured: it broke | open |
                """);
    }
}
