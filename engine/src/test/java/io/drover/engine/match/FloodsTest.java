package io.drover.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.Overruns.Revision;
import io.drover.model.pack.Ref;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FloodsTest {
    private static final Ref RULE = Ref.of("plant", "alarm");
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final Floods floods = new Floods(3);

    @Test
    void aRuleFloodsThatMatchesMoreOftenThanItMayWithinAMinute() {
        match(1, 0, 1, 59);
        assertThat(floods.flooding()).isEmpty();

        match(1, 59);

        assertThat(floods.flooding()).containsExactly(new Revision(RULE, 1));
        assertThat(floods.reason()).contains("more than 3 times").contains("rule.most-matches");
    }

    @Test
    void eachMinuteCountsForItself() {
        match(1, 0, 1, 2, 60, 61, 62, 120);

        assertThat(floods.flooding()).isEmpty();
    }

    @Test
    void anEarlierTimeCountsAsOfTheMinuteThatHasBegun() {
        match(1, 60, 61, 62, 59);

        assertThat(floods.flooding()).hasSize(1);
    }

    @Test
    void anotherRevisionBeginsAnew() {
        match(1, 0, 1, 2);
        match(2, 3, 4, 5);

        assertThat(floods.flooding()).isEmpty();
    }

    @Test
    void aRuleThatWentIsForgotten() {
        match(1, 0, 1, 2, 3);

        floods.forget(new Revision(RULE, 1));

        assertThat(floods.flooding()).isEmpty();
    }

    private void match(int revision, long... seconds) {
        for (long second : seconds) {
            floods.add(RULE, revision, START.plusSeconds(second));
        }
    }
}
