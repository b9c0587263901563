package io.drover.engine.drools.drl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.fact.FactType;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Event;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrlSessionTest {
    private static final Ref FAILING = Ref.of("smart", "failing");
    private static final Ref CHECK = Ref.of("probe", "check_result");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<FactType> TYPES = List.of(
            FactType.of(type(FAILING, Map.of("array", "string", "disk", "string", "temp", "integer"))),
            FactType.of(type(CHECK, Map.of("host", "string", "status", "integer", "host-name", "string"))));
    private static final DrlCompiler COMPILER = new DrlCompiler();
    private static final String HEAD = """
            package ops;
            import drover.event.smart.Failing;
            import drover.event.probe.CheckResult;
            global io.drover.model.action.ActionRequests actions;

            """;

    private static final String WORKS = """
            rule "works"
            when
                Failing( $d : disk )
            then
                actions.request("ops.x", java.util.Map.of("disk", $d));
            end
            """;

    private long order;

    private static TriggerType type(Ref ref, Map<String, String> properties) {
        Map<String, @Nullable Object> declared = new java.util.LinkedHashMap<>();
        properties.forEach((name, type) -> declared.put(name, Map.of("type", type)));
        return new TriggerType(ref, null, Map.of("type", "object", "properties", declared), Map.of(), List.of(), null);
    }

    @Test
    void asksForAnActionWithTheEventsThatMatched() {
        DrlSession session = session("""
                rule "hot disk"
                when
                    $f : Failing( array == "a", temp > 50 )
                then
                    actions.request("ops.cool", java.util.Map.of("disk", $f.getDisk()));
                end
                """);

        Event event = failing(0, "a", "d1", 60);
        session.insert(event);
        session.insert(failing(1, "a", "d2", 40));
        session.fire();

        assertThat(session.take()).singleElement().satisfies(asked -> {
            assertThat(asked.rule()).isEqualTo(Ref.of("ops", "hot_disk"));
            assertThat(asked.action()).isEqualTo("ops.cool");
            assertThat(asked.parameters()).isEqualTo(Map.of("disk", "d1"));
            assertThat(asked.events()).containsExactly(event);
        });
    }

    @Test
    void takesManyEventsThoughTheJvmTurnsFrequentReflectionIntoClasses() {
        DrlSession session = session("""
                rule "hot disk"
                when
                    $f : Failing( temp > 50 )
                then
                    actions.request("ops.cool", java.util.Map.of("disk", $f.getDisk()));
                end
                """);

        for (int i = 0; i < 100; i++) {
            session.insert(failing(i, "a", "d1", 60));
        }
        session.fire();

        assertThat(session.take()).hasSize(100);
    }

    @Test
    void countsInASlidingWindow() {
        DrlSession session = session("""
                rule "three disks of one array"
                when
                    groupby( Failing( $disk : disk, $a : array ) over window:time( 1h ); $array : $a; $n : count( $disk ); $n >= 3 )
                then
                    actions.request("ops.replace_array", java.util.Map.of("array", $array, "disks", $n)).oncePer($array, "1h");
                end
                """);

        session.insert(failing(0, "a", "d1", 1));
        session.insert(failing(1, "b", "d1", 1));
        session.insert(failing(50 * 60, "a", "d2", 1));
        session.insert(failing(70 * 60, "a", "d3", 1));
        session.fire();
        List<Asked> none = session.take();
        session.insert(failing(71 * 60, "a", "d4", 1));
        session.fire();

        assertThat(none).isEmpty();
        assertThat(session.take()).singleElement().satisfies(asked -> {
            assertThat(asked.parameters()).isEqualTo(Map.of("array", "a", "disks", 3L));
            assertThat(asked.events()).isEmpty();
            assertThat(asked.once()).isEqualTo(new Asked.Once("a", Duration.ofHours(1)));
        });
    }

    @Test
    void tellsTheEventsThatWereAccumulated() {
        DrlSession session = session("""
                rule "accumulated"
                when
                    accumulate( $f : Failing( array == "a" ) over window:time( 10m ); $n : count( $f ); $n >= 2 )
                then
                    actions.request("ops.x", java.util.Map.of("n", $n));
                end
                """);

        Event first = failing(0, "a", "d1", 1);
        Event second = failing(1, "a", "d2", 1);
        session.insert(first);
        session.insert(second);
        session.fire();

        assertThat(session.take())
                .singleElement()
                .satisfies(asked -> assertThat(asked.events()).containsExactly(first, second));
    }

    @Test
    void noticesThatAnEventStaysAway() {
        DrlSession session = session("""
                rule "no heartbeat"
                when
                    $c : CheckResult( status == 0 )
                    not( CheckResult( host == $c.host, this after[1ms, 5m] $c ) )
                then
                    actions.request("ops.page", java.util.Map.of("host", $c.getHost()));
                end
                """);

        session.insert(check(0, "a", 0));
        session.insert(check(0, "b", 0));
        session.insert(check(60, "a", 0));
        session.advance(START.plusSeconds(5 * 60 + 1));
        List<Asked> first = session.take();
        session.advance(START.plusSeconds(6 * 60 + 1));
        List<Asked> second = session.take();
        session.advance(START.plusSeconds(24 * 60 * 60));

        assertThat(first).extracting(Asked::parameters).containsExactly(Map.of("host", "b"));
        assertThat(second).extracting(Asked::parameters).containsExactly(Map.of("host", "a"));
        assertThat(session.take()).isEmpty();
        assertThat(session.size()).isZero();
    }

    @Test
    void takesNothingForAMatchThatOnlyComesAboutBecauseAnEventLeaves() {
        DrlSession session = session("""
                rule "first of its host"
                when
                    $c : CheckResult( status == 2 )
                    not( CheckResult( host == $c.host, this before[1ms, 5m] $c ) )
                then
                    actions.request("ops.page", java.util.Map.of("host", $c.getHost()));
                end
                """);

        session.insert(check(0, "a", 0));
        session.insert(check(60, "a", 2));
        session.advance(START.plusSeconds(60 * 60));

        assertThat(session.take()).isEmpty();
    }

    @Test
    void keepsWhatConsequencesInsertAsLongAsItsTypeSays() {
        DrlSession session = session("""
                declare Silence
                    @retention( 1d )
                    host : String
                end

                rule "silence"
                when
                    $c : CheckResult( status == 0 )
                then
                    insert( new Silence( $c.getHost() ) );
                end

                rule "alarm"
                when
                    $c : CheckResult( status == 2 )
                    not( Silence( host == $c.host ) )
                then
                    actions.request("ops.page", java.util.Map.of("host", $c.getHost()));
                end
                """);

        session.insert(check(0, "a", 0));
        session.insert(check(20 * 60 * 60, "a", 2));
        session.fire();
        List<Asked> silenced = session.take();
        session.insert(check(25 * 60 * 60, "a", 2));
        session.fire();

        assertThat(silenced).isEmpty();
        assertThat(session.take()).hasSize(1);
    }

    @Test
    void seesEventsOfATriggerByName() {
        DrlSession session = session("""
                rule "any"
                when
                    $e : Event( trigger == "smart.failing", payload["array"] == "a", $id : id )
                then
                    actions.request("ops.x", java.util.Map.of("id", $id));
                end
                """);

        Event event = failing(0, "a", "d1", 1);
        session.insert(event);
        session.fire();

        assertThat(session.take()).singleElement().satisfies(asked -> {
            assertThat(asked.parameters()).isEqualTo(Map.of("id", event.getId()));
            assertThat(asked.events()).containsExactly(event);
        });
    }

    @Test
    void takesDownAConsequenceThatFailsAndGoesOnWithTheOthers() {
        DrlSession session = session("""
                rule "fails" salience 10
                when
                    Failing( $d : disk )
                then
                    Integer.parseInt($d);
                end
                """ + WORKS);

        session.insert(failing(0, "a", "d1", 1));
        session.fire();

        assertThat(session.take())
                .satisfiesExactly(
                        failed -> assertThat(failed.failure()).contains("NumberFormatException"),
                        asked -> assertThat(asked.action()).isEqualTo("ops.x"));
    }

    @Test
    void firesWhatAHaltHeldBackBeforeAnEventLeaves() {
        DrlSession session = session("""
                rule "halts" salience 10
                when
                    Failing( $d : disk )
                then
                    drools.halt();
                end
                """ + WORKS);

        session.insert(failing(0, "a", "d1", 1));
        session.insert(failing(1, "a", "d2", 1));
        session.fire();
        session.advance(START.plusSeconds(2 * 60 * 60));

        assertThat(session.take())
                .extracting(Asked::parameters)
                .containsExactlyInAnyOrder(Map.of("disk", "d1"), Map.of("disk", "d2"));
        assertThat(session.size()).isZero();
    }

    @Test
    void tellsWhichRuleLoops() {
        DrlSession session = session("""
                declare Step
                    number : int
                end
                rule "endless"
                when
                    Step( $n : number )
                then
                    insert( new Step( $n + 1 ) );
                end
                rule "begin"
                when
                    Failing()
                then
                    insert( new Step( 1 ) );
                end
                """);

        session.insert(failing(0, "a", "d1", 1));

        assertThatThrownBy(session::fire)
                .isInstanceOfSatisfying(
                        BrokenRules.class,
                        broken -> assertThat(broken.rules()).containsExactly(Ref.of("ops", "endless")));
    }

    @Test
    void tellsWhichConditionFails() {
        DrlSession session = session("""
                rule "fine"
                when
                    Failing( array == "a" )
                then
                end
                rule "bad condition"
                when
                    Failing( Integer.parseInt(disk) > 3 )
                then
                end
                """);

        assertThatThrownBy(() -> {
                    session.insert(failing(0, "a", "d1", 1));
                    session.fire();
                })
                .isInstanceOfSatisfying(
                        BrokenRules.class,
                        broken -> assertThat(broken.rules()).containsExactly(Ref.of("ops", "bad_condition")));
    }

    @Test
    void tellsTheLineOfWhatIsWrong() {
        assertThat(problems("rule \"a\"\nwhen\n    Failing( nofield == \"a\" )\nthen\nend\n"))
                .extracting(Problem::line)
                .containsExactly(8);
        assertThat(problems("rule \"a\"\nwhen\n    Failing( array == \"a\" )\nthen\n    foo.bar();\nend\n"))
                .extracting(Problem::line)
                .containsExactly(10);
        assertThat(problems("rule \"a\"\nwhen\n    Failing( array == \"a\"\nthen\nend\n"))
                .extracting(Problem::line)
                .containsExactly(9);
        assertThat(problems("rule \"a\" @limits( per = \"10m\" )\nwhen\n    Failing()\nthen\nend\n"))
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("ops/rules/a.drl:6: '@limits' takes plain values");
        assertThat(
                        problems(
                                "rule \"a\"\n  @limits( \"throttle 10m by array\", \"debounce soon\" )\nwhen\n    Failing()\nthen\nend\n"))
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("ops/rules/a.drl:7: Read the limit 'debounce soon' and expected a time");
        assertThat(problems("rule \"a\"\nwhen\n    Failing()\nthen\n    Runtime.getRuntime().exit(0);\nend\n"))
                .extracting(Problem::line)
                .containsExactly(10);
    }

    @Test
    void findsTheRuleThatIsWrongAmongSeveral() {
        String good = "rule \"g%d\"\nwhen\n    Failing( array == \"a\" )\nthen\nend\n";
        String bad = "rule \"b\"\nwhen\n    Failing( array == \"a\" )\nthen\n    foo.bar();\nend\n";

        assertThat(problems(good.replace("%d", "1") + bad + good.replace("%d", "2")))
                .extracting(Problem::line)
                .containsExactly(15);
    }

    @Test
    void sharesDeclarationsAndFunctions() {
        ProgramFile shared = file("_shared.drl", """
                package ops;
                declare Note
                    text : String
                end
                function String loud(String text) {
                    return text.toUpperCase();
                }
                """);
        CompiledFile one = compiled(
                file(
                        "one.drl",
                        HEAD + "rule \"one\" when Failing( $d : disk ) then insert( new Note( loud($d) ) ); end\n"),
                List.of(shared));
        CompiledFile two = compiled(
                file(
                        "two.drl",
                        HEAD
                                + "rule \"two\" when Note( $t : text ) then actions.request(\"ops.x\", java.util.Map.of(\"t\", $t)); Failing f = null; end\n"
                                        .replace("when Note", "when Failing() Note")),
                List.of(shared));
        DrlSession session = session(List.of(one, two));

        session.insert(failing(0, "a", "d1", 1));
        session.fire();

        assertThat(session.take()).extracting(Asked::parameters).containsExactly(Map.of("t", "D1"));
    }

    private static ProgramFile file(String name, String text) {
        return new ProgramFile("ops/rules/" + name, "rules/" + name, text);
    }

    private static List<Problem> problems(String rules) {
        return COMPILER.compile("ops", file("a.drl", HEAD + rules), List.of(), TYPES)
                .problems();
    }

    private static CompiledFile compiled(ProgramFile file, List<ProgramFile> shared) {
        Checked<CompiledFile> checked = COMPILER.compile("ops", file, shared, TYPES);
        assertThat(checked.problems()).isEmpty();
        return checked.value().orElseThrow();
    }

    private static DrlSession session(String rules) {
        return session(List.of(compiled(file("a.drl", HEAD + rules), List.of())));
    }

    private static DrlSession session(List<CompiledFile> files) {
        Set<Ref> active = new HashSet<>();
        files.forEach(file -> file.rules().stream().map(Rule::ref).forEach(active::add));
        return new DrlSession(new ArrayList<>(files), active, START);
    }

    private Event failing(long second, String array, String disk, long temp) {
        return event(FAILING, second, Map.of("array", array, "disk", disk, "temp", temp));
    }

    private Event check(long second, String host, long status) {
        return event(CHECK, second, Map.of("host", host, "status", status));
    }

    private Event event(Ref trigger, long second, Map<String, @Nullable Object> payload) {
        Instant at = START.plusSeconds(second);
        long number = ++order;
        return new Event(
                new TriggerInstance(
                        "e" + number, trigger, trigger, payload, at, at, null, "test", new Trace("t" + number, null)),
                number);
    }
}
