package io.drover.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlapStageTest {

    private static Map<String, @Nullable Object> state(String state) {
        return Map.of("state", state, "host", "web1");
    }

    @Test
    void tellsWhenItBeginsAndWhenItEndsAndStopsTheRest() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(3, 20, 30, "trigger.host"));
        assertThat(rule.comes("a", 0, state("down"))).containsExactly("fired a at 0 of a");
        assertThat(rule.isSeen("b", 1, state("up"))).isEmpty();
        assertThat(rule.comes("c", 2, state("down"))).containsExactly("fired c at 2 of c");

        assertThat(rule.isSeen("d", 3, state("up"))).containsExactly("fired d at 3 of d as start");
        assertThat(rule.comes("e", 4, state("down"))).containsExactly("flap stopped e under s:web1 since 3");
        assertThat(rule.comes("f", 33, state("down"))).containsExactly("flap stopped f under s:web1 since 3");
        assertThat(rule.nextDue()).isEqualTo(34);
        assertThat(rule.clock(33)).isEmpty();
        assertThat(rule.clock(34)).containsExactly("fired f at 34 of f as stop");
        assertThat(rule.comes("g", 35, state("down"))).containsExactly("fired g at 35 of g");
    }

    @Test
    void stopsTheMatchThatMadeItBegin() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(1, 20, 30, null));
        rule.comes("a", 0, state("up"));

        assertThat(rule.comes("b", 1, state("down")))
                .containsExactly("fired b at 1 of b as start", "flap stopped b under  since 1");
    }

    @Test
    void endsBeforeAChangeAtTheVeryEndOfItsHold() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(2, 20, 30, null));
        rule.isSeen("a", 0, state("up"));
        rule.isSeen("b", 1, state("down"));
        rule.isSeen("c", 2, state("up"));

        assertThat(rule.comes("d", 32, state("down")))
                .containsExactly("fired c at 32 of c as stop", "fired d at 32 of d");
    }

    @Test
    void countsNoChangeThatIsAsOldAsItsTime() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(2, 20, 30, null));
        rule.isSeen("a", 0, state("up"));
        rule.isSeen("b", 1, state("down"));
        rule.isSeen("c", 20, state("down"));

        assertThat(rule.isSeen("d", 21, state("up"))).isEmpty();
        assertThat(rule.isSeen("e", 22, state("down"))).containsExactly("fired e at 22 of e as start");
    }

    @Test
    void beginsAnewAfterASilence() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(1, 20, 30, null));
        rule.isSeen("a", 0, state("up"));
        rule.store();
        assertThat(rule.stored()).hasSize(1);

        assertThat(rule.isSeen("b", 20, state("down"))).isEmpty();
        assertThat(rule.isSeen("c", 39, state("up"))).containsExactly("fired c at 39 of c as start");
    }

    @Test
    void forgetsAValueThatIsNotSeenAnyMore() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(1, 20, 30, "trigger.host"));
        rule.isSeen("a", 0, state("up"));
        rule.store();
        assertThat(rule.stored()).hasSize(1);

        assertThat(rule.clock(20)).isEmpty();
        rule.store();

        assertThat(rule.stored()).isEmpty();
        assertThat(rule.states()).isEmpty();
        assertThat(rule.nextDue()).isNull();
    }

    @Test
    void passesOverEventsWithoutTheValueAndTellsKeysApart() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(2, 20, 30, "trigger.host"));
        rule.isSeen("a", 0, state("up"));
        rule.isSeen("b", 1, Map.of("host", "web1"));
        rule.isSeen("c", 2, Map.of("host", "web2", "state", "down"));
        rule.isSeen("d", 3, state("up"));
        rule.isSeen("e", 4, state("down"));
        rule.isSeen("f", 5, Map.of("host", "web2", "state", "up"));

        assertThat(rule.isSeen("g", 6, state("up"))).containsExactly("fired g at 6 of g as start");
        assertThat(rule.comes("h", 7, Map.of("host", "web2", "state", "up"))).containsExactly("fired h at 7 of h");
    }

    @Test
    void goesOnAfterARestartBeforeAndWhileItFlaps() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(2, 20, 30, "trigger.host"));
        rule.isSeen("a", 0, state("up"));
        rule.isSeen("b", 1, state("down"));
        rule.restart(2);
        assertThat(rule.isSeen("c", 3, state("up"))).containsExactly("fired c at 3 of c as start");

        rule.restart(10);

        assertThat(rule.comes("d", 11, state("up"))).containsExactly("flap stopped d under s:web1 since 3");
        rule.restart(20);
        assertThat(rule.states()).singleElement().satisfies(state -> {
            assertThat(Limiter.events(state)).containsExactly("d");
            assertThat(state.since()).isEqualTo(LimitedRule.at(11));
        });
        assertThat(rule.clock(100)).containsExactly("fired d at 33 of d as stop");
    }

    @Test
    void isOverWhereItsLastEventIsGone() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(1, 20, 30, null));
        rule.isSeen("a", 0, state("up"));
        rule.isSeen("b", 1, state("down"));
        rule.store();

        rule.restartWithout(2, List.of("b"), LimitedRule.flap(1, 20, 30, null));
        rule.store();

        assertThat(rule.stored()).isEmpty();
        assertThat(rule.comes("c", 3, state("down"))).containsExactly("fired c at 3 of c");
    }
}
