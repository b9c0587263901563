package io.drover.engine.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.Rules;
import io.drover.model.pack.Ref;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.RuleEnforcement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How matches that something stopped are counted together. */
class LimitedTest {
    private static final Ref RULE = Ref.of("plant", "r");

    @Test
    void countsEachMatchOnceHoweverManyActionsItHas() {
        Limited all = Stream.of(limited("e1", 0), limited("e1", 1), limited("e2", 0), limited("e2", 1))
                .reduce(Limited::and)
                .orElseThrow();

        assertThat(all.matches().count()).isEqualTo(2);
        assertThat(all.matches().firstInstance()).isEqualTo("e1");
        assertThat(all.matches().lastInstance()).isEqualTo("e2");
        assertThat(all.rows()).extracting(RuleEnforcement::actionIndex).containsExactly(0, 1);
    }

    @Test
    void countsAMatchOnceThatIsTheLastOfSomeAndTheFirstOfOthers() {
        Limited some = limited("e1", 0).and(limited("e2", 0));
        Limited others = limited("e2", 1).and(limited("e3", 0));

        Limited all = some.and(others);

        assertThat(all.matches().count()).isEqualTo(3);
        assertThat(all.rows()).extracting(RuleEnforcement::triggerInstance).containsExactly("e1");
    }

    private static Limited limited(String event, int action) {
        return new Limited(
                new LimitedMatches(RULE, 1, "freeze", "f", Rules.NOW, event, event, Rules.NOW, Rules.NOW, 1),
                List.of(new RuleEnforcement(
                        event + action,
                        RULE + "/" + action + "/" + event,
                        RULE,
                        1,
                        action,
                        event,
                        RuleEnforcement.Status.LIMITED,
                        null,
                        "freeze",
                        null,
                        "t",
                        Rules.NOW)),
                List.of());
    }
}
