package io.drover.engine.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Packs.Registration;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionCall;
import io.drover.model.execution.Execution;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of a thousand rules on Drools one of each kind is added, one changed and one removed while all others are in the middle of a match:
 * of one event, of several, and in DRL. Those go on as if nothing had been.
 */
class ThousandRulesTest {
    private static final int ONE_EVENT = 700;
    private static final int SEVERAL = 270;
    private static final int PROGRAMS = 30;
    private static final String HEAD = """
            package plant;
            import drover.event.plant.State;
            global io.drover.model.action.ActionRequests actions;

            """;

    @TempDir
    Path folder;

    private Lives lives;

    /** The rules of a stage: one was added, then one is changed, then one is gone. */
    private enum Stage {
        BEFORE,
        ADDED,
        CHANGED,
        REMOVED
    }

    @BeforeEach
    void makeLives() {
        lives = Lives.in(folder);
    }

    @AfterEach
    void end() {
        lives.close();
    }

    @Test
    void theOthersKeepWhatTheyHaveCollectedWhileOneIsAddedChangedAndRemoved() {
        lay(Stage.BEFORE);
        Parts parts = lives.restart();
        assertThat(parts.registry().rules()).hasSize(1_000);
        begin(parts);
        parts.settle();
        assertThat(parts.executions()).isEmpty();

        for (Stage stage : List.of(Stage.ADDED, Stage.CHANGED, Stage.REMOVED)) {
            lay(stage);
            Registration unused = parts.registration().packs().register(List.of(), "files");
            assertThat(parts.registry().pack("plant").orElseThrow().problems()).isEmpty();
        }
        assertThat(parts.registry().rules()).hasSize(1_000);
        complete(parts);

        // the removed ones are silent; what the changed one over several events had collected was dropped
        List<String> expected = new ArrayList<>(List.of("plant.one_0 calc", "plant.drl_0 calc"));
        for (int i = 2; i <= ONE_EVENT; i++) {
            expected.add("plant.one_" + i + " act");
        }
        for (int i = 2; i <= SEVERAL; i++) {
            // the added one did not see the first event of its two
            if (i < SEVERAL) {
                expected.add("plant.several_" + i + " act");
            }
        }
        for (int i = 2; i < PROGRAMS; i++) {
            expected.add("plant.drl_" + i + " act");
        }
        // an added rule in DRL sees the events of its window from before, and asks for what later ones make of them
        expected.add("plant.drl_" + PROGRAMS + " act");
        Await.until(
                expected.size() + " executions are there",
                () -> parts.executions().size() >= expected.size());
        parts.settle();
        assertThat(called(parts)).containsExactlyInAnyOrderElementsOf(expected);

        emit(parts, "p0", "a");
        emit(parts, "p0", "b");
        Await.until("the changed rule begins anew", () -> parts.executions().size() > expected.size());
        assertThat(called(parts)).contains("plant.several_0 calc");
    }

    /** The first of two events, and two of three. */
    private static void begin(Parts parts) {
        for (int i = 0; i <= SEVERAL; i++) {
            emit(parts, "p" + i, "a");
        }
        for (int twice = 0; twice < 2; twice++) {
            for (int i = 0; i <= PROGRAMS; i++) {
                emit(parts, "d" + i, "");
            }
        }
    }

    private static void complete(Parts parts) {
        for (int i = 0; i <= SEVERAL; i++) {
            emit(parts, "p" + i, "b");
        }
        for (int i = 0; i <= PROGRAMS; i++) {
            emit(parts, "d" + i, "");
        }
        for (int i = 0; i <= ONE_EVENT; i++) {
            emit(parts, "h" + i, "");
        }
    }

    private void lay(Stage stage) {
        List<Rule> rules = new ArrayList<>();
        StringBuilder programs = new StringBuilder(HEAD);
        for (int i : numbers(stage, ONE_EVENT)) {
            rules.add(rule("one_" + i, null, "trigger.host == 'h" + i + "'", action(stage, i)));
        }
        for (int i : numbers(stage, SEVERAL)) {
            rules.add(rule("several_" + i, aThenB("p" + i, isChanged(stage, i)), null, action(stage, i)));
        }
        StringBuilder changing = new StringBuilder(HEAD);
        for (int i : numbers(stage, PROGRAMS)) {
            // those that change stand in a file of their own, as they would
            StringBuilder file = i < 2 || i == PROGRAMS ? changing : programs;
            file.append("""
                    rule "drl NUMBER"
                    when
                        accumulate( $s : State( host == "dNUMBER" ) over window:time( 1h ); $n : count( $s ); $n == 3 )
                    then
                        actions.request("ACTION", java.util.Map.of());
                    end
                    """.replace("NUMBER", String.valueOf(i))
                    .replace("ACTION", action(stage, i).toString()));
        }
        lives.reader()
                .lay(Plant.programs(
                        Map.of("a.drl", programs.toString(), "b.drl", changing.toString()),
                        List.of(),
                        rules.toArray(new Rule[0])));
    }

    /** The rules are numbered: 0 is changed, 1 removed, and the one after the last added. */
    private static List<Integer> numbers(Stage stage, int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            boolean isThere = i == 1 ? stage != Stage.REMOVED : i < count || stage != Stage.BEFORE;
            if (isThere) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    private static Ref action(Stage stage, int number) {
        return isChanged(stage, number) ? Plant.CALC : Plant.ACT;
    }

    private static boolean isChanged(Stage stage, int number) {
        return number == 0 && stage.compareTo(Stage.CHANGED) >= 0;
    }

    /** Where no more than the action is another one, a rule keeps what it has collected; so the time is, too. */
    private static When aThenB(String host, boolean isChanged) {
        List<EventPattern> patterns = new ArrayList<>();
        for (String step : List.of("a", "b")) {
            patterns.add(new EventPattern(
                    step,
                    Trigger.of(Rules.STATE, Map.of()),
                    List.of(),
                    "trigger.host == '" + host + "' and trigger.step == '" + step + "'"));
        }
        return new When(new Form.Sequence(patterns), List.of(), Map.of(), Duration.ofHours(isChanged ? 2 : 1), null);
    }

    private static Rule rule(String name, @Nullable When when, @Nullable String where, Ref action) {
        return new Rule(
                Ref.of("plant", name),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(Rules.STATE, Map.of()),
                List.of(),
                where,
                List.of(new ActionCall(action, Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                "rules/" + name + ".yaml",
                null,
                when,
                Limits.NONE);
    }

    private static List<String> called(Parts parts) {
        return parts.executions().stream().map(ThousandRulesTest::called).toList();
    }

    private static String called(Execution execution) {
        return Objects.requireNonNull(execution.cause()).rule() + " "
                + execution.action().name();
    }

    private static void emit(Parts parts, String host, String step) {
        Map<String, Object> payload = new HashMap<>();
        payload.put("host", host);
        payload.put("step", step);
        assertThat(Await.done(parts.emit(payload)).verdict()).isEqualTo(Verdict.ACCEPTED);
    }
}
