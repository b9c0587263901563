package io.drover.engine.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.trigger.Trigger;
import io.drover.workflow.rehearse.Difference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules in DRL that are tried on cases. */
class ProgramTrialTest {
    private static final Ref STATE = Ref.of("plant", "state");
    private static final String HEAD = """
            package plant;
            import drover.event.plant.State;
            global io.drover.model.action.ActionRequests actions;

            """;
    private static final String EACH = """
            rule "each" @enabled( false )
            when
                State( $host : host, host != "quiet" )
            then
                actions.request("plant.act", java.util.Map.of("host", $host));
            end
            """;
    private static final String AWAY = """
            rule "away"
            when
                $state : State()
                not( State( host == $state.host, this after[1ms, 3m] $state ) )
            then
                actions.request("plant.act", java.util.Map.of("host", $state.getHost()));
            end
            """;

    private final List<RuleTest.Arrival> events = new ArrayList<>();

    @Test
    void triesARuleThoughItIsDisabledAndTakesWhatItAsksForAsValues() {
        event(0, "{{ a }}");
        event(1, "quiet");

        TriedCase tried = tried(HEAD + EACH, "each", 10, call(0, "{{ a }}"));

        assertThat(tried.differences()).isEmpty();
        assertThat(tried.called()).hasSize(1);
    }

    @Test
    void knowsWhenAnEventStayedAwayThoughNoOtherOneCameThen() {
        event(0, "a");
        event(3_600, "b");

        TriedCase tried = tried(HEAD + AWAY, "away", 7_200, call(180, "a"), call(3_780, "b"));

        assertThat(tried.differences()).isEmpty();
    }

    @Test
    void stillTellsWhatIsDueAtTheVeryEndAndNothingLater() {
        event(0, "a");

        assertThat(tried(HEAD + AWAY, "away", 180, call(180, "a")).differences())
                .isEmpty();
        assertThat(tried(HEAD + AWAY, "away", 179).differences()).isEmpty();
    }

    @Test
    void showsTheCallThatIsMissedByTheLeast() {
        event(5, "a");

        TriedCase tried = tried(HEAD + EACH, "each", 10, call(5, "b"));

        assertThat(tried.differences())
                .containsExactly(new Difference(
                        "expect[0]",
                        Map.of("at", "5s", "action", "plant.act", "parameters", Map.of("host", "b")),
                        Map.of("at", "5s", "action", "plant.act", "parameters", Map.of("host", "a"))));
    }

    @Test
    void saysWhichEventsTheRuleDoesNotAskFor() {
        events.add(new RuleTest.Arrival(
                Duration.ZERO, Duration.ZERO, Trigger.of(Ref.of("plant", "other"), Map.of()), Map.of()));

        TriedCase tried = tried(HEAD + EACH, "each", 10, call(0, "a"));

        assertThat(tried.notes())
                .containsExactly("event-1 at 0s is of the trigger plant.other, which the rule does not ask for.");
    }

    @Test
    void countsARequestOnceInItsWindow() {
        event(0, "a");
        event(599, "a");
        event(600, "a");

        String once = EACH.replace("$host));", "$host)).oncePer($host, \"10m\");");

        assertThat(tried(HEAD + once, "each", 3_600, call(0, "a"), call(600, "a"))
                        .differences())
                .isEmpty();
    }

    @Test
    void limitsAsTheRuleSays() {
        event(0, "a");
        event(1, "a");
        event(2, "b");

        TriedCase tried = tried(
                HEAD + EACH.replace("@enabled( false )", "@limits( \"throttle 10m by host\" )"),
                "each",
                10,
                call(0, "a"),
                call(2, "c"));

        assertThat(tried.limited()).isEqualTo(1);
        assertThat(tried.notes()).containsExactly("The request at 1s was stopped or delayed by throttle of s:a.");
    }

    @Test
    void tellsAnActionThePhaseOfAFlappingValueIfItTakesOne() {
        for (int second = 0; second < 6; second++) {
            event(second, second % 2 == 0 ? "a" : "b");
        }
        Limits flap = new Limits(
                null,
                null,
                null,
                new Limits.Flap("trigger.host", null, 3, Duration.ofMinutes(10), Duration.ofMinutes(5)),
                null);
        RuleTest.Call start = new RuleTest.Call(seconds(3), Plant.ACT, Map.of("host", "b", "phase", "start"), "start");
        RuleTest.Call stop = new RuleTest.Call(seconds(305), Plant.ACT, Map.of("host", "b", "phase", "stop"), "stop");

        TriedCase tried = run(
                withPhase(Plant.programs(Map.of("a.drl", HEAD + EACH), List.of(Plant.limits("each", flap)))),
                "each",
                caseOf(3_600, call(0, "a"), call(1, "b"), call(2, "a"), start, stop));

        assertThat(tried.differences()).isEmpty();
        assertThat(tried.limited()).isEqualTo(2);
    }

    @Test
    void runsTheOtherRulesOfThePackForWhatTheyInsertAndLeavesOutWhatTheyAskFor() {
        String chain = HEAD + """
                declare Seen
                    host : String
                end
                rule "first"
                when
                    State( $host : host )
                then
                    insert( new Seen( $host ) );
                    actions.request("plant.act", java.util.Map.of("host", "first"));
                end
                rule "second"
                when
                    Seen( $host : host )
                then
                    actions.request("plant.act", java.util.Map.of("host", $host)).oncePer($host, "1h");
                end
                """;
        event(0, "a");

        assertThat(tried(chain, "second", 10, call(0, "a")).differences()).isEmpty();
    }

    @Test
    void failsACaseWhoseRuleCannotBeEnforced() {
        event(0, "a");
        String bad = HEAD + "rule \"bad\" when State( $h : host ) then Integer.parseInt($h); end\n";
        String broken = HEAD + "rule \"broken\" when State( Integer.parseInt(host) > 3 ) then end\n";

        assertThat(tried(bad, "bad", 10).differences())
                .singleElement()
                .satisfies(difference ->
                        assertThat(String.valueOf(difference.found())).contains("NumberFormatException"));
        assertThat(tried(broken, "broken", 10).differences())
                .singleElement()
                .satisfies(difference ->
                        assertThat(String.valueOf(difference.found())).startsWith("A condition failed: "));
    }

    @Test
    void eachCaseBeginsWithoutTheEventsOfTheLastOne() {
        event(0, "a");
        PackRules rules = rules(Plant.programs(Map.of("a.drl", HEAD + AWAY)));
        RuleTest.Case wanted = caseOf(200, call(180, "a"));

        try (RuleTrial trial =
                rules.trial(rules.find(Ref.of("plant", "away")).orElseThrow(), around(Plant.programs(Map.of())))) {
            assertThat(trial.run(wanted).passed()).isTrue();
            assertThat(trial.run(wanted).passed()).isTrue();
        }
    }

    @Test
    void saysWhatIsWrongInAFile() {
        PackRules rules =
                rules(Plant.programs(Map.of("a.drl", HEAD + EACH.replace("$host : host", "$host : nothing"))));

        assertThat(rules.find(Ref.of("plant", "each"))).isEmpty();
        assertThat(rules.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).startsWith("plant/rules/a.drl:7: "));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private void event(long second, String host) {
        events.add(new RuleTest.Arrival(
                seconds(second), seconds(second), Trigger.of(STATE, Map.of()), Map.of("host", host)));
    }

    @Test
    void triesARuleOfAFileThatIsBrokenNowAsItIsInForce() {
        List<Rule> inForce = rules(Plant.programs(Map.of("a.drl", HEAD + EACH))).rules();
        PackContent unread = Plant.programs(Map.of("a.drl", HEAD + "rule"));
        PackContent broken = with(unread, unread.actions(), inForce);
        event(0, "a");

        PackRules rules = rules(broken);

        assertThat(rules.problems()).isNotEmpty();
        try (RuleTrial trial = rules.trial(rules.find(Ref.of("plant", "each")).orElseThrow(), around(broken))) {
            assertThat(trial.run(caseOf(10, call(0, "a"))).differences()).isEmpty();
        }
    }

    @Test
    void givesUpOnARuleThatDoesNotComeBackAndNamesItAndTheTest() {
        String endless = """
                rule "endless"
                when
                    State( host == "b" )
                then
                    long n = 1;
                    for (long i = 0; i < 8000000000L || n == 0; i++) { n = n * 31 + i; }
                end
                """;
        PackContent pack = Plant.programs(Map.of("a.drl", HEAD + EACH + endless));
        PackRules rules = rules(pack);
        assertThat(rules.problems()).isEmpty();
        event(0, "a");
        event(1, "b");

        try (RuleTrial trial =
                rules.trial(rules.find(Ref.of("plant", "each")).orElseThrow(), around(pack), Duration.ofSeconds(1))) {
            TriedCase first = trial.run(caseOf(10, call(0, "a"), call(1, "b")));
            TriedCase second = trial.run(caseOf(10));

            assertThat(trial.isStuck()).isTrue();
            assertThat(first.differences().get(0).found())
                    .asString()
                    .contains("The test 'c' of the rule 'plant.each'", "'plant.endless' took more than 1 s");
            assertThat(second.differences())
                    .singleElement()
                    .satisfies(difference ->
                            assertThat(difference.found()).asString().contains("was not tried"));
        }
    }

    private static RuleTest.Call call(long second, String host) {
        return new RuleTest.Call(seconds(second), Plant.ACT, Map.of("host", host), null);
    }

    private RuleTest.Case caseOf(long until, RuleTest.Call... expected) {
        return new RuleTest.Case("c", 1, RuleTest.START, events, seconds(until), List.of(expected), null, null);
    }

    private TriedCase tried(String drl, String rule, long until, RuleTest.Call... expected) {
        return run(Plant.programs(Map.of("a.drl", drl)), rule, caseOf(until, expected));
    }

    private static TriedCase run(PackContent pack, String rule, RuleTest.Case wanted) {
        PackRules rules = rules(pack);
        assertThat(rules.problems()).isEmpty();
        try (RuleTrial trial = rules.trial(rules.find(Ref.of("plant", rule)).orElseThrow(), around(pack))) {
            return trial.run(wanted);
        }
    }

    /** The pack with an action that takes a phase besides. */
    private static PackContent withPhase(PackContent pack) {
        Map<String, @Nullable Object> parameters = new HashMap<>(Plant.PARAMETERS);
        parameters.put("phase", Map.of("type", "string"));
        Action act = new Action(
                Plant.ACT, null, true, "effects", "", null, parameters, null, null, List.of(), null, false, null);
        return with(pack, List.of(act), pack.rules());
    }

    private static PackContent with(PackContent pack, List<Action> actions, List<Rule> rules) {
        return new PackContent(
                pack.pack(),
                pack.triggerTypes(),
                pack.sensors(),
                actions,
                rules,
                pack.policies(),
                pack.routes(),
                pack.programs(),
                pack.programLimits(),
                pack.references(),
                pack.configSchema(),
                pack.config(),
                pack.broken(),
                pack.waiting(),
                pack.problems());
    }

    private static PackRules rules(PackContent pack) {
        return PackRules.of(pack, pack.triggerTypes());
    }

    private static Surroundings around(PackContent pack) {
        return Surroundings.offline(List.of(pack));
    }
}
