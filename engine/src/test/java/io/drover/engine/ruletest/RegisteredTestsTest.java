package io.drover.engine.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.enforce.PackConfigs;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.rehearse.Keys;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.action.RunnerType;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.rule.RuleTestFile;
import io.drover.model.trigger.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegisteredTestsTest {
    private static final long MOST_HELD = 1_000;
    private static final String FILE = "ops/tests/rules/r.yaml";
    private static final Ref TELL = Ref.of("ops", "tell");
    private static final Pack PACK = new Pack("ops", "ops", "1.0.0", null, null, Map.of(), Path.of("ops"), List.of());

    private final Registry registry = new Registry(List.of());
    private final List<RuleTestFile> files = new ArrayList<>();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private long nanos;
    private final RegisteredTests tests = new RegisteredTests(
            registry,
            new Parameters(new PackConfigs(registry, Keys.none()), Keys.none()),
            folder -> folder.equals(PACK.path()) ? files : List.of(),
            rule -> false,
            MOST_HELD,
            work::add,
            () -> nanos);

    @Test
    void whatFailsIsAWarningOfThePackUntilItPasses() {
        files.add(file("ops.r", expecting("a"), expecting("x")));
        register();
        work();
        List<Problem> failing = problems();
        files.set(0, file("ops.r", expecting("x")));

        register();
        work();

        assertThat(failing)
                .containsExactly(Problem.warning(
                        FILE,
                        7,
                        0,
                        "The test 'a' fails: expect[0] expected"
                                + " {\"at\":\"0s\",\"action\":\"ops.tell\",\"parameters\":{\"message\":\"a\"}}, found"
                                + " {\"at\":\"0s\",\"action\":\"ops.tell\",\"parameters\":{\"message\":\"x\"}}."
                                + " 'drover pack test' tells more."));
        assertThat(problems()).isEmpty();
    }

    @Test
    void whatIsWrongInAFileIsAWarning() {
        files.add(new RuleTestFile(FILE, new Checked<>(null, List.of(Problem.error(FILE, 2, 1, "Unknown key.")))));
        files.add(file("ops.other", expecting("x")));

        register();
        work();

        assertThat(problems())
                .containsExactly(
                        Problem.warning(FILE, 2, 1, "Unknown key."),
                        Problem.warning(
                                FILE,
                                0,
                                0,
                                "The tests are of the rule 'ops.other', but no file of the pack has it. Correct"
                                        + " the ref, or remove the file."));
    }

    @Test
    void ofAPackThatWasRegisteredAgainMeanwhileTheNewestReadingIsTriedOnce() {
        files.add(file("ops.r", expecting("a")));
        register();
        register();

        assertThat(work).hasSize(1);
        work();
        assertThat(problems()).hasSize(1);
    }

    @Test
    void triesNoMoreOncePackHasTakenItsTime() {
        files.add(file("ops.r", expecting("a"), expecting("b")));
        nanos = 0;
        register();
        RegisteredTests slow = new RegisteredTests(
                registry,
                new Parameters(new PackConfigs(registry, Keys.none()), Keys.none()),
                folder -> files,
                rule -> false,
                MOST_HELD,
                Runnable::run,
                () -> nanos += RegisteredTests.BUDGET.toNanos());

        slow.take(content());

        assertThat(problems())
                .extracting(Problem::message)
                .satisfiesExactly(
                        message -> assertThat(message).startsWith("The test 'a' fails"),
                        message ->
                                assertThat(message).contains("longer than 10 s").contains("from 'b' on"));
    }

    @Test
    void triesNoRuleInDrlBesideOneThatIsQuarantined() {
        PackContent pack = Plant.programs(Map.of("a.drl", """
                package plant;
                import drover.event.plant.State;
                rule "good" when State( host == "a" ) then end
                rule "endless" when State( host == "b" ) then while (true) { } end
                """));
        registry.putPack(
                new RegisteredPack(pack.pack(), List.of(), List.of(), List.of(), Map.of()),
                List.of(),
                pack.triggerTypes(),
                List.of(),
                Map.of());
        files.add(file("plant.good", expecting("a")));
        RegisteredTests beside = new RegisteredTests(
                registry,
                new Parameters(new PackConfigs(registry, Keys.none()), Keys.none()),
                folder -> files,
                Ref.of("plant", "endless")::equals,
                MOST_HELD,
                Runnable::run,
                () -> nanos);

        beside.take(pack);

        assertThat(registry.pack("plant").orElseThrow().problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("were not tried", "[plant.endless]", "quarantined"));
    }

    @Test
    void doesNothingMoreAfterItsEnd() {
        files.add(file("ops.r", expecting("a")));
        register();

        tests.close();
        work();

        assertThat(problems()).isEmpty();
    }

    private void work() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    private void register() {
        Action action = new Action(
                TELL,
                null,
                true,
                "noop",
                "",
                null,
                Map.of("message", Map.of("type", "string")),
                null,
                null,
                List.of(),
                null,
                false,
                null);
        registry.putPack(
                new RegisteredPack(PACK, List.of(), List.of(), List.of(), Map.of()),
                List.of(CallableAction.of(action, new RunnerType("noop", "", Map.of(), null, false), "")),
                List.of(),
                List.of(),
                Map.of());
        tests.take(content());
    }

    private static PackContent content() {
        Rule rule = new Rule(
                Ref.of("ops", "r"),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(Ref.of("ops", "t"), Map.of()),
                List.of(),
                null,
                List.of(new ActionCall(TELL, Map.of("message", "x"), null)),
                0,
                List.of(),
                Map.of(),
                null);
        return new PackContent(
                PACK,
                List.of(),
                List.of(),
                List.of(),
                List.of(rule),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private List<Problem> problems() {
        return registry.pack("ops").orElseThrow().problems();
    }

    private static RuleTestFile file(String rule, RuleTest.Case... cases) {
        return new RuleTestFile(FILE, new Checked<>(new RuleTest(Ref.parse(rule), List.of(cases)), List.of()));
    }

    private static RuleTest.Case expecting(String message) {
        Map<String, @Nullable Object> parameters = Map.of("message", message);
        return new RuleTest.Case(
                message,
                7,
                RuleTest.START,
                List.of(new RuleTest.Arrival(
                        Duration.ZERO, Duration.ZERO, Trigger.of(Ref.of("ops", "t"), Map.of()), Map.of())),
                Duration.ZERO,
                List.of(new RuleTest.Call(Duration.ZERO, TELL, parameters, null)),
                null,
                null);
    }
}
