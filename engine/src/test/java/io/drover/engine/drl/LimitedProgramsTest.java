package io.drover.engine.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Packs.Registration;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.limit.GuardTripped;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionCall;
import io.drover.model.execution.Execution;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramLimits;
import io.drover.model.pack.Ref;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of rules in DRL: those of annotations, and those that need a file of their own. */
class LimitedProgramsTest {
    private static final String EACH = """
            package plant;
            import drover.event.plant.State;
            global io.drover.model.action.ActionRequests actions;

            rule "each" %s
            when
                State( $host : host )
            then
                actions.request("plant.act", java.util.Map.of("host", $host));
            end
            """;
    private static final String FLAP = "flap host changes 3 within 10m hold 5m";
    private static final Limits GUARD =
            new Limits(null, null, null, null, new Limits.Guard(2, "parameters.host", Duration.ofMinutes(30)));

    @TempDir
    Path folder;

    private Lives lives;

    @BeforeEach
    void makeLives() {
        lives = Lives.in(folder);
    }

    @AfterEach
    void end() {
        lives.close();
    }

    @Test
    void letsSoManyTargetsPassTheGuardThoughTheDaemonStartsAnew() {
        Parts first = lives.start(annotated("guard 2 of host per 30m"));
        emit(first, "a", "b", "a");
        settle(first, 3);

        Parts second = lives.restart();
        emit(second, "c", "b");
        settle(second, 4);
        Await.until("one is counted", () -> limited("guard") == 1);
        second.clock().advance(Duration.ofMinutes(31));
        emit(second, "c");
        settle(second, 5);

        assertThat(hosts(second)).containsExactly("c", "b", "a", "b", "a");
    }

    @Test
    void makesAnEventOfAGuardThatTripped() {
        Rule told = new Rule(
                Ref.of("plant", "told"),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(GuardTripped.TYPE, Map.of()),
                List.of(),
                null,
                List.of(new ActionCall(
                        Plant.CALC, Map.of("host", "{{ trigger.rule }} {{ trigger.targets | join(',') }}"), null)),
                0,
                List.of(),
                Map.of(),
                "rules/told.yaml");
        lives.reader().lay(Plant.core(GuardTripped.TYPE));
        Parts parts =
                lives.start(Plant.programs(Map.of("a.drl", text("")), List.of(Plant.limits("each", GUARD)), told));

        emit(parts, "a", "b", "c", "d");
        settle(parts, 3);

        assertThat(parts.executions())
                .filteredOn(execution -> execution.action().equals(Plant.CALC))
                .singleElement()
                .satisfies(execution -> assertThat(execution.parameters()).containsEntry("host", "plant.each a,b"));
    }

    @Test
    void passesTheFirstAndTheLastRequestOfAFlappingValueThoughTheDaemonStartsAnew() {
        Parts first = lives.start(annotated(FLAP));
        emit(first, "a", "b", "a");
        settle(first, 3);
        emit(first, "b", "a");
        settle(first, 4);
        Await.until("one is counted", () -> limited("flap") == 1);

        Parts second = lives.restart();
        emit(second, "a");
        Await.until("one more is counted", () -> limited("flap") == 2);
        second.clock().advance(Duration.ofMinutes(6));
        settle(second, 5);
        emit(second, "a");
        settle(second, 6);

        assertThat(hosts(second)).containsExactly("a", "a", "b", "a", "b", "a");
        assertThat(second.enforcements())
                .filteredOn(enforcement -> enforcement.key().contains("/flap/stop/"))
                .hasSize(1);
        assertThat(lives.states()).extracting(RuleState::part).containsOnly("drl/flap");
    }

    @Test
    void tellsNothingOfAValueThatFlapsWhereNothingIsAskedFor() {
        Parts parts = lives.start(Plant.programs(Map.of(
                "a.drl",
                text("@limits( \"" + FLAP + "\" )").replace("$host : host", "$host : host, host == \"never\""),
                "b.drl",
                text("").replace("\"each\"", "\"other\""))));

        emit(parts, "a", "b", "a", "b", "a");
        parts.clock().advance(Duration.ofMinutes(6));
        emit(parts, "a");
        settle(parts, 6);

        assertThat(parts.executions())
                .extracting(execution -> String.valueOf(execution.cause().rule()))
                .containsOnly("plant.other");
    }

    @Test
    void keepsNoRequestOfAFlappingValueThatWouldStoreASecret() {
        Parts parts = lives.start(Plant.programs(
                Map.of("a.drl", text("@limits( \"" + FLAP + "\" )").replace("of(\"host\"", "of(\"token\""))));

        emit(parts, "s3cret");
        Await.until("the request is refused", () -> parts.enforcements().size() == 1);

        assertThat(parts.enforcements().get(0).failureReason())
                .startsWith("The request has the secret parameter 'token', and flap would store it in clear.");
    }

    @Test
    void takesLimitsFromAFileBesideTheRuleAndTheirChangeKeepsWhatTheyKnow() {
        Parts parts = lives.start(filed(GUARD));
        emit(parts, "a", "b", "c");
        settle(parts, 2);
        Await.until("one is counted", () -> limited("guard") == 1);

        lives.reader()
                .lay(filed(new Limits(
                        null, null, null, null, new Limits.Guard(3, "parameters.host", Duration.ofMinutes(30)))));
        register(parts);
        emit(parts, "c", "d");
        settle(parts, 3);
        Await.until("one more is counted", () -> limited("guard") == 2);

        assertThat(hosts(parts)).containsExactly("c", "b", "a");
        assertThat(rule(parts).limits().guard())
                .isEqualTo(new Limits.Guard(3, "parameters.host", Duration.ofMinutes(30)));
    }

    @Test
    void forgetsTheLimitsOfAFileThatIsGone() {
        Parts parts = lives.start(filed(GUARD));
        emit(parts, "a", "b", "c");
        settle(parts, 2);
        Await.until("one is counted", () -> limited("guard") == 1);

        lives.reader().lay(Plant.programs(Map.of("a.drl", text(""))));
        register(parts);
        emit(parts, "c", "d");
        settle(parts, 4);

        assertThat(rule(parts).limits().isNone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatARuleThatIsDisabledHadKeptActsNoMoreThoughItIsEnabledAgain(boolean hasOthers) {
        PackContent content = hasOthers
                ? Plant.programs(Map.of("a.drl", text("@limits( \"debounce 10m by host\" )"), "b.drl", OTHER))
                : annotated("debounce 10m by host");
        Parts parts = lives.start(content);
        emit(parts, "a");
        Await.until("the request is kept", () -> !lives.states().isEmpty());

        enable(parts, false);
        Await.until("nothing is kept any more", () -> {
            // what is over goes once time has passed
            parts.clock().advance(Duration.ofSeconds(6));
            return lives.states().isEmpty();
        });
        enable(parts, true);
        parts.clock().advance(Duration.ofMinutes(11));
        emit(parts, "b");
        Await.until("it is run again", () -> lives.states().size() == 1);
        parts.clock().advance(Duration.ofMinutes(11));
        Await.until("it acts", () -> hosts(parts).contains("b"));

        assertThat(hosts(parts)).doesNotContain("a");
    }

    private static final String OTHER = """
            package plant;
            import drover.event.plant.State;
            global io.drover.model.action.ActionRequests actions;

            rule "other"
            when
                State( host == "nobody" )
            then
                actions.request("plant.act", java.util.Map.of("host", "nobody"));
            end
            """;

    private void enable(Parts parts, boolean enabled) {
        Map<String, @Nullable Object> document =
                new LinkedHashMap<>(lives.reader().document(rule(parts)));
        document.put("enabled", enabled);
        RegisteredRule unused = parts.registration().rules().update("plant.each", document, Parts.ADMIN);
    }

    @Test
    void keepsTheLimitsOfAFileThatCannotBeReadNow() {
        Parts first = lives.start(filed(GUARD));
        emit(first, "a");
        settle(first, 1);

        PackContent plain = Plant.programs(Map.of("a.drl", text("")));
        lives.reader()
                .lay(new PackContent(
                        plain.pack(),
                        plain.triggerTypes(),
                        plain.sensors(),
                        plain.actions(),
                        plain.rules(),
                        plain.policies(),
                        plain.routes(),
                        plain.programs(),
                        plain.references(),
                        plain.configSchema(),
                        plain.config(),
                        List.of("plant/rules/each.yaml"),
                        plain.waiting(),
                        List.of(Problem.error("plant/rules/each.yaml", 1, 1, "It is no YAML."))));
        Parts second = lives.restart();

        assertThat(rule(second).limits()).isEqualTo(GUARD);
    }

    @Test
    void saysThatLimitsAreOfNoRuleOrStandAtTwoPlaces() {
        Parts parts = lives.start(Plant.programs(
                Map.of("a.drl", text("@limits( \"throttle 10m\" )")),
                List.of(Plant.limits("each", GUARD), Plant.limits("ech", GUARD))));

        assertThat(parts.registry().pack("plant").orElseThrow().problems())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "plant/rules/each.yaml:2: The rule 'plant.each' has limits in rules/a.drl:5 already, which count."
                                + " Write all of them here, or all of them there.",
                        "plant/rules/ech.yaml:2: The file has nothing but limits, as for a rule in DRL, but no rule in DRL is"
                                + " 'plant.ech'. There are: plant.each. Correct the name, or write the rule's trigger and"
                                + " action here.");
        assertThat(rule(parts).limits().throttle()).isNotNull();
        assertThat(rule(parts).limits().guard()).isNull();
    }

    private static String text(String annotations) {
        return EACH.replace("%s", annotations);
    }

    private static PackContent annotated(String limit) {
        return Plant.programs(Map.of("a.drl", text("@limits( \"" + limit + "\" )")));
    }

    private static PackContent filed(Limits limits) {
        List<ProgramLimits> files = List.of(Plant.limits("each", limits));
        return Plant.programs(Map.of("a.drl", text("")), files);
    }

    private static Rule rule(Parts parts) {
        return Objects.requireNonNull(parts.registry().rule(Ref.of("plant", "each")))
                .rule();
    }

    private long limited(String limit) {
        return lives
                .memory()
                .read(transaction ->
                        transaction.limitedCounts().list(Query.all()).items())
                .stream()
                .filter(each -> each.limit().equals(limit))
                .mapToLong(LimitedMatches::count)
                .sum();
    }

    private static List<Object> hosts(Parts parts) {
        return parts.executions().stream()
                .map(Execution::parameters)
                .map(parameters -> Objects.requireNonNull(parameters.get("host")))
                .toList();
    }

    private static void register(Parts parts) {
        Registration unused = parts.registration().packs().register(List.of(), "files");
    }

    private static void emit(Parts parts, String... hosts) {
        for (String host : hosts) {
            assertThat(Await.done(parts.emit(Map.of("host", host))).verdict()).isEqualTo(Verdict.ACCEPTED);
        }
    }

    private static void settle(Parts parts, int executions) {
        Await.until(
                executions + " executions are there", () -> parts.executions().size() >= executions);
        parts.settle();
        assertThat(parts.executions()).hasSize(executions);
        assertThat(parts.enforcements())
                .noneMatch(enforcement -> enforcement.status() == RuleEnforcement.Status.FAILED);
    }
}
