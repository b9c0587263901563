package io.drover.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.rehearse.HandClock;
import io.drover.model.pack.Ref;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OverrunsTest {
    private static final Revision RULE = new Revision(Ref.of("plant", "alarm"), 1);

    private final HandClock clock = new HandClock();
    private final Overruns overruns = new Overruns(3, clock);

    @Test
    void aRuleHasToGoAfterSoManyEvents() {
        overruns.add(RULE, "e1");
        overruns.add(RULE, "e2");
        boolean before = overruns.tooOften(RULE);
        overruns.add(RULE, "e3");

        assertThat(before).isFalse();
        assertThat(overruns.tooOften(RULE)).isTrue();
        assertThat(overruns.tooOften()).containsExactly(RULE);
    }

    @Test
    void severalOverrunsForOneEventCountOnce() {
        for (int i = 0; i < 10; i++) {
            overruns.add(RULE, "e1");
        }

        assertThat(overruns.tooOften(RULE)).isFalse();
    }

    @Test
    void anOverrunCountsForAnHour() {
        overruns.add(RULE, "e1");
        overruns.add(RULE, "e2");
        clock.advance(Duration.ofMinutes(61));
        overruns.add(RULE, "e3");

        assertThat(overruns.tooOften(RULE)).isFalse();
        assertThat(overruns.tooOften()).isEmpty();
    }

    @Test
    void anotherRevisionStartsAnew() {
        overruns.add(RULE, "e1");
        overruns.add(RULE, "e2");
        overruns.add(RULE, "e3");

        assertThat(overruns.tooOften(new Revision(RULE.rule(), 2))).isFalse();
    }

    @Test
    void aRuleThatWentIsForgotten() {
        overruns.add(RULE, "e1");
        overruns.add(RULE, "e2");
        overruns.add(RULE, "e3");

        overruns.forget(RULE);

        assertThat(overruns.tooOften(RULE)).isFalse();
        assertThat(overruns.tooOften()).isEmpty();
    }
}
