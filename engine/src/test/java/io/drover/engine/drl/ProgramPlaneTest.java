package io.drover.engine.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Packs.Registration;
import io.drover.engine.api.RegisteredPack;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramPlaneTest {
    private static final String HEAD = """
            package plant;
            import drover.event.plant.State;
            global io.drover.model.action.ActionRequests actions;

            """;
    private static final String EACH = """
            rule "each" @tags( "team=infra" )
            when
                State( $host : host, host != "quiet" )
            then
                actions.request("plant.act", java.util.Map.of("host", $host));
            end
            """;
    private static final String THREE = """
            rule "three"
            when
                accumulate( $s : State( host == "a" ) over window:time( 1h ); $n : count( $s ); $n == 3 )
            then
                actions.request("plant.act", java.util.Map.of("size", $n));
            end
            """;

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
    void runsWhatARuleAsksForAndTellsWhy() {
        Parts parts = lives.start(Plant.programs(Map.of("a.drl", HEAD + EACH)));

        emit(parts, "{{ a }}");
        settle(parts, 1);

        Execution execution = parts.executions().get(0);
        assertThat(execution.action()).isEqualTo(Plant.ACT);
        assertThat(execution.parameters()).isEqualTo(Map.of("host", "{{ a }}"));
        assertThat(execution.cause().rule()).isEqualTo(Ref.of("plant", "each"));
        RuleEnforcement enforcement = parts.enforcements().get(0);
        assertThat(enforcement.triggerInstance())
                .isEqualTo(parts.events().get(0).id());
        assertThat(enforcement.key()).isEqualTo("plant.each/0/" + enforcement.triggerInstance());
        assertThat(rule(parts, "each").rule().tags())
                .extracting(tag -> tag.name() + "=" + tag.value())
                .containsExactly("team=infra");
    }

    @Test
    void whatItAskedForInVainIsRunAgainAsItIsThoughItLooksLikeATemplate() {
        String many = EACH.replace("\"host\", $host", "\"host\", $host, \"size\", \"many\"");
        Parts parts = lives.start(Plant.programs(Map.of("a.drl", HEAD + many)));
        emit(parts, "{{ 6 * 7 }}");
        settle(parts, 1);
        Execution refused = parts.executions().get(0);

        Execution again = Await.done(
                parts.executionRequests().rerun(refused.id(), Map.of("size", 1L), null, Duration.ZERO, Parts.ADMIN));

        assertThat(refused.claim().attempt()).isZero();
        assertThat(again.parameters()).isEqualTo(Map.of("host", "{{ 6 * 7 }}", "size", 1L));
    }

    @Test
    void asksForNothingTwiceAndLosesNothingOverARestart() {
        Parts first = lives.start(Plant.programs(Map.of("a.drl", HEAD + EACH + THREE)));
        emit(first, "a");
        emit(first, "a");
        settle(first, 2);

        Parts second = lives.restart();
        emit(second, "a");
        settle(second, 4);

        assertThat(second.executions())
                .extracting(execution -> String.valueOf(execution.cause().rule()))
                .containsExactlyInAnyOrder("plant.each", "plant.each", "plant.each", "plant.three");
    }

    @Test
    void countsARequestOnceInItsWindowThoughTheDaemonStartsAnew() {
        String once = HEAD + EACH.replace("$host));", "$host)).oncePer($host, \"10m\");");
        Parts first = lives.start(Plant.programs(Map.of("a.drl", once)));
        emit(first, "a");
        emit(first, "a");
        emit(first, "b");
        settle(first, 2);

        Parts second = lives.restart();
        emit(second, "a");
        emit(second, "c");
        settle(second, 3);
        second.clock().advance(Duration.ofMinutes(11));
        emit(second, "a");
        settle(second, 4);

        assertThat(second.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactly("a", "c", "b", "a");
    }

    @Test
    void forgetsAWindowThatIsOverThoughNoEventComesAnyMore() {
        Parts parts = lives.start(
                Plant.programs(Map.of("a.drl", HEAD + EACH.replace("$host));", "$host)).oncePer($host, \"10m\");"))));
        for (int i = 0; i < 120; i++) {
            emit(parts, "h" + i);
        }
        Await.until("120 windows are open", () -> windows().size() == 120);

        parts.clock().advance(Duration.ofMinutes(9));
        emit(parts, "late");
        Await.until("one more is open", () -> windows().size() == 121);
        parts.clock().advance(Duration.ofMinutes(2));
        Await.until("some are forgotten", () -> windows().size() == 21);
        parts.clock().advance(Duration.ofSeconds(6));
        Await.until("the others are forgotten", () -> windows().size() == 1);

        assertThat(windows()).extracting(OnceWindow::key).containsExactly("late");
        parts.clock().advance(Duration.ofMinutes(10));
        Await.until("the last one is forgotten", () -> windows().isEmpty());
    }

    @Test
    void beginsWithTheNewestEventsWhereThereAreMoreThanItMayReplay() {
        String sizes = THREE.replace("( host == \"a\" )", "()").replace("$n == 3", "$n >= 1");
        Parts first = lives.start(Plant.programs(Map.of("a.drl", HEAD + sizes)));
        for (int i = 1; i <= 4; i++) {
            emit(first, "a");
            settle(first, i);
            first.clock().advance(Duration.ofMinutes(2));
        }

        Parts second = lives.with(setup -> setup.replaying(2)).restart();
        Await.until("two events are left out", () -> second.programs().leftOut().equals(Map.of("plant", 2L)));
        emit(second, "a");
        settle(second, 5);

        assertThat(second.executions()).extracting(Execution::parameters).startsWith(Map.of("size", 3L));
        assertThat(second.trail())
                .filteredOn(record -> record.what().equals("shortened"))
                .singleElement()
                .satisfies(record -> assertThat(record.details()).isEqualTo(Map.of("events", 4L, "left_out", 2L)));
    }

    private List<OnceWindow> windows() {
        return lives.memory().read(transaction -> transaction.programs().windows("plant"));
    }

    @Test
    void throttlesByAParameterOfTheRequestThoughTheDaemonStartsAnew() {
        Parts first = lives.start(limited("throttle 10m by host"));
        emit(first, "a");
        emit(first, "a");
        emit(first, "b");
        settle(first, 2);

        Parts second = lives.restart();
        emit(second, "a");
        emit(second, "c");
        settle(second, 3);
        Await.until("two are counted", () -> limited().stream().anyMatch(each -> each.count() == 2));

        assertThat(limited()).singleElement().satisfies(counted -> {
            assertThat(counted.limit()).isEqualTo("throttle");
            assertThat(counted.key()).isEqualTo("s:a");
        });
        assertThat(second.enforcements())
                .filteredOn(enforcement -> enforcement.status() == RuleEnforcement.Status.LIMITED)
                .singleElement()
                .satisfies(enforcement ->
                        assertThat(enforcement.failureReason()).startsWith("throttle: a request of key a does not"));
        second.clock().advance(Duration.ofMinutes(10));
        emit(second, "a");
        settle(second, 4);
        assertThat(second.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactly("a", "c", "b", "a");
    }

    @Test
    void asksOnceForRequestsThatWereKeptThoughTheDaemonStartsAnew() {
        Parts first = lives.start(limited("debounce 30s"));
        emit(first, "a");
        emit(first, "b");
        Await.until("both are kept", () -> limited().stream().anyMatch(each -> each.count() == 2));
        assertThat(first.executions()).isEmpty();

        Parts second = lives.restart();
        second.clock().advance(Duration.ofSeconds(31));
        settle(second, 1);

        Execution execution = second.executions().get(0);
        assertThat(execution.parameters()).isEqualTo(Map.of("host", "b"));
        assertThat(second.enforcements())
                .filteredOn(enforcement -> enforcement.status() == RuleEnforcement.Status.SUCCEEDED)
                .extracting(RuleEnforcement::key)
                .singleElement()
                .asString()
                .startsWith("plant.each/0/")
                .contains("/debounce/");
        Await.until("nothing is kept any more", () -> lives.states().isEmpty());
    }

    @Test
    void forgetsWhatALimitKnowsWhenItIsOver() {
        Parts parts = lives.start(limited("throttle 10m by host"));
        emit(parts, "a");
        settle(parts, 1);
        assertThat(lives.states()).extracting(RuleState::part).containsExactly("drl/throttle");

        parts.clock().advance(Duration.ofMinutes(11));

        Await.until("the window is forgotten", () -> lives.states().isEmpty());
    }

    @Test
    void keepsNoRequestThatWouldStoreASecret() {
        String secret = HEAD
                + EACH.replace("@tags( \"team=infra\" )", "@limits( \"debounce 30s\" )")
                        .replace("of(\"host\"", "of(\"token\"");
        Parts parts = lives.start(Plant.programs(Map.of("a.drl", secret)));

        emit(parts, "s3cret");
        Await.until("the request is refused", () -> parts.enforcements().size() == 1);

        assertThat(parts.enforcements().get(0).failureReason())
                .startsWith("The request has the secret parameter 'token', and debounce would store it in clear.");
        assertThat(lives.states()).isEmpty();
    }

    private static PackContent limited(String limit) {
        return Plant.programs(
                Map.of("a.drl", HEAD + EACH.replace("@tags( \"team=infra\" )", "@limits( \"" + limit + "\" )")));
    }

    private List<LimitedMatches> limited() {
        return lives.memory()
                .read(transaction ->
                        transaction.limitedCounts().list(Query.all()).items());
    }

    @Test
    void refusesARequestWithoutEventsThatDoesNotSayHowOften() {
        Parts parts = lives.start(Plant.programs(Map.of("a.drl", HEAD + """
                        rule "grouped"
                        when
                            groupby( State( $h : host ) over window:time( 1h ); $key : $h; $n : count( $h ); $n >= 1 )
                        then
                            actions.request("plant.act", java.util.Map.of("size", $n));
                        end
                        """)));

        emit(parts, "a");
        Await.until("the request is refused", () -> parts.enforcements().size() == 1);

        RuleEnforcement refused = parts.enforcements().get(0);
        assertThat(refused.status()).isEqualTo(RuleEnforcement.Status.FAILED);
        assertThat(refused.failureReason()).contains("needs .oncePer(key, window)", "rules/a.drl:5");
    }

    @Test
    void recordsTheFirstOfEachWindowOfALimitThoughTheyBeginInTheSameMillisecond() {
        Parts parts = lives.start(limited("collapse 60s by host max 2"));

        for (int i = 0; i < 4; i++) {
            emit(parts, "a");
            parts.clock().advance(Duration.ofNanos(1_000));
        }
        settle(parts, 2);

        Await.until(
                "two are counted",
                () -> limited().stream().mapToLong(LimitedMatches::count).sum() == 2);
    }

    @Test
    void keepsTheLastGoodVersionOfABrokenFileAndTheOthersGoOn() {
        Parts parts = lives.start(Plant.programs(Map.of("a.drl", HEAD + EACH, "b.drl", HEAD + THREE)));
        lives.reader()
                .lay(Plant.programs(Map.of(
                        "a.drl",
                        HEAD + EACH.replace("State( $host : host", "State( $host : nothing"),
                        "b.drl",
                        HEAD + THREE)));
        register(parts);
        emit(parts, "a");
        settle(parts, 1);

        RegisteredPack pack = parts.registry().pack("plant").orElseThrow();
        assertThat(pack.problems())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .startsWith("plant/rules/a.drl:7: ");

        Parts second = lives.restart();
        emit(second, "b");
        settle(second, 2);
        assertThat(second.registry().rules()).hasSize(2);
    }

    @Test
    void runsAChangedFileForEventsThatComeAfterTheChange() {
        Parts parts = lives.start(Plant.programs(Map.of("a.drl", HEAD + EACH)));
        emit(parts, "a");
        settle(parts, 1);

        lives.reader().lay(Plant.programs(Map.of("a.drl", HEAD + EACH.replace("plant.act", "plant.calc"))));
        register(parts);
        emit(parts, "b");
        settle(parts, 2);

        assertThat(parts.executions()).extracting(Execution::action).containsExactly(Plant.CALC, Plant.ACT);
    }

    @Test
    void runsNoRuleThatIsDisabled() {
        Parts parts = lives.start(Plant.programs(Map.of("a.drl", HEAD + EACH + THREE.replace("== 3", "== 1"))));
        RegisteredRule each = rule(parts, "each");
        Map<String, Object> document =
                new java.util.LinkedHashMap<>(lives.reader().document(each.rule()));
        document.put("enabled", false);
        RegisteredRule unused = parts.registration().rules().update("plant.each", document, Parts.ADMIN);

        emit(parts, "a");
        settle(parts, 1);

        assertThat(parts.executions())
                .extracting(execution -> String.valueOf(execution.cause().rule()))
                .containsExactly("plant.three");
    }

    @Test
    void quarantinesARuleWhoseConditionFailsAndTheOthersGoOn() {
        Parts parts = lives.start(Plant.programs(Map.of(
                "a.drl",
                HEAD + EACH,
                "b.drl",
                HEAD + "rule \"bad\" when State( Integer.parseInt(host) > 3 ) then end\n")));

        emit(parts, "a");
        settle(parts, 1);
        emit(parts, "b");
        settle(parts, 2);

        assertThat(parts.trail())
                .filteredOn(record -> record.what().equals("quarantined"))
                .extracting(AuditRecord::subject)
                .containsExactly("plant.bad");
        assertThat(rule(parts, "bad").waitsFor()).singleElement().asString().startsWith("It is quarantined");
    }

    @Test
    void quarantinesARuleWhoseConsequenceDoesNotComeBack() {
        Parts parts = lives.start(Plant.programs(Map.of(
                "a.drl",
                HEAD + EACH,
                "b.drl",
                HEAD + "rule \"bad\" when State( $h : host ) then while ($h.length() < 10) { } end\n")));

        emit(parts, "a");
        settle(parts, 1);

        assertThat(parts.trail())
                .filteredOn(record -> record.what().equals("quarantined"))
                .extracting(AuditRecord::subject)
                .containsExactly("plant.bad");
    }

    @Test
    void quarantinesARuleWhoseConditionDoesNotComeBackAndSaysWhereItStands() {
        Parts parts = lives.start(Plant.programs(Map.of("a.drl", HEAD + EACH, "b.drl", HEAD + """
                        function boolean endless(String host) {
                            while (host.length() < 10) { }
                            return true;
                        }
                        rule "good"
                        when
                            State( host == "b" )
                        then
                        end
                        rule "bad"
                        when
                            State( host != "b", endless(host) )
                        then
                        end
                        """)));

        emit(parts, "a");
        settle(parts, 1);

        assertThat(parts.trail())
                .filteredOn(record -> record.what().equals("quarantined"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.subject()).isEqualTo("plant.bad");
                    assertThat(record.why()).endsWith("see plant/rules/b.drl:14");
                });
    }

    @Test
    void takesDownThatAConsequenceFailedAndQuarantinesTheRuleThatGoesOnFailing() {
        Parts parts = lives.start(Plant.programs(Map.of(
                "a.drl", HEAD + EACH + "rule \"bad\" when State( $h : host ) then Integer.parseInt($h); end\n")));

        for (int i = 0; i < 6; i++) {
            emit(parts, "a");
            settle(parts, i + 1);
        }

        Await.until(
                "the rule is quarantined",
                () -> parts.trail().stream()
                        .anyMatch(record -> record.what().equals("quarantined")
                                && record.subject().equals("plant.bad")));
        assertThat(parts.enforcements())
                .filteredOn(enforcement -> enforcement.status() == RuleEnforcement.Status.FAILED)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(
                        enforcement -> assertThat(enforcement.failureReason()).contains("NumberFormatException"));
    }

    private static RegisteredRule rule(Parts parts, String name) {
        return Objects.requireNonNull(parts.registry().rule(Ref.of("plant", name)));
    }

    private static void register(Parts parts) {
        Registration unused = parts.registration().packs().register(List.of(), "files");
    }

    private static void emit(Parts parts, String host) {
        assertThat(Await.done(parts.emit(Map.of("host", host))).verdict()).isEqualTo(Verdict.ACCEPTED);
    }

    private static void settle(Parts parts, int executions) {
        Await.until(
                executions + " executions are there", () -> parts.executions().size() >= executions);
        parts.settle();
        assertThat(parts.executions()).hasSize(executions);
    }
}
