package io.drover.camelroutes.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Pack;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.RouteFile;
import io.drover.model.trigger.SensorStatus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PackRoutesTest {
    private static final String TICK = """
            - route:
                id: tick
                from:
                  uri: timer:tick
                  parameters: {delay: 0, period: 20}
                  steps:
                    - setBody: {constant: one}
                    - to: drover:trigger/plant.tick
            """;

    private final RecordingDoor door = new RecordingDoor();
    private final PackRoutes routes = new PackRoutes(door, null);
    private final Map<String, String> files = new LinkedHashMap<>();
    private Map<String, Object> config = Map.of();

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void runsAFileAndReplacesItsRoutesWhenItChanges() {
        assertThat(load("tick.camel.yaml", TICK)).isEmpty();
        await("the first version", () -> door.emitted.contains("plant.tick:one"));

        assertThat(load("tick.camel.yaml", TICK.replace("constant: one", "constant: two")))
                .isEmpty();

        await("the second version", () -> door.emitted.contains("plant.tick:two"));
        door.emitted.clear();
        await("the second version", () -> door.emitted.size() > 2);
        assertThat(door.emitted).containsOnly("plant.tick:two");
        assertThat(report("tick").triggers()).containsExactly(Ref.parse("plant.tick"));
        assertThat(report("tick").state()).isEqualTo(SensorStatus.State.RUNNING);
    }

    @Test
    void readsXmlToo() {
        List<Problem> problems = load("tick.camel.xml", """
                <routes>
                  <route id="tick">
                    <from uri="timer:tick?delay=0&amp;period=20"/>
                    <setBody><constant>xml</constant></setBody>
                    <to uri="drover:trigger/plant.tick"/>
                  </route>
                </routes>
                """);

        assertThat(problems).isEmpty();
        await("an event", () -> door.emitted.contains("plant.tick:xml"));
    }

    @Test
    void tellsWhereAFileIsBrokenAndLetsTheLastGoodRoutesRunOn() {
        load("tick.camel.yaml", TICK);

        List<Problem> problems = load("tick.camel.yaml", TICK + "    - setBody: [\n");

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).file()).isEqualTo("plant/routes/tick.camel.yaml");
        assertThat(problems.get(0).line()).isPositive();
        assertThat(problems.get(0).isError()).isTrue();
        assertRunsOn();
    }

    @Test
    void tellsWhereABrokenXmlFileIsBroken() {
        List<Problem> problems =
                load("tick.camel.xml", "<routes>\n  <route id=\"a\">\n    <nonsense/>\n  </route>\n</routes>\n");

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).line()).isEqualTo(3);
    }

    @Test
    void namesAnUnknownStepWithItsPlace() {
        List<Problem> problems = load("tick.camel.yaml", TICK.replace("setBody", "setBoddy"));

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).line()).isEqualTo(7);
        assertThat(problems.get(0).message()).contains("setBoddy");
    }

    @Test
    void namesAnUnknownComponentAndLetsTheLastGoodRoutesRunOn() {
        load("tick.camel.yaml", TICK);

        List<Problem> problems = load("tick.camel.yaml", TICK.replace("uri: timer:tick", "uri: timmer:tick"));

        assertThat(problems)
                .containsExactly(Problem.error(
                        "plant/routes/tick.camel.yaml",
                        4,
                        12,
                        "Expected the name of a component before ':', but there is no component 'timmer'. Correct the"
                                + " name, or put the component's jar into the pack's lib/ folder."));
        assertRunsOn();
    }

    @Test
    void namesAnUnknownOptionWithoutItsValue() {
        List<Problem> problems = load("tick.camel.yaml", TICK.replace("period: 20", "periodd: s3cret"));

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).line()).isEqualTo(4);
        assertThat(problems.get(0).message()).contains("'periodd'").doesNotContain("s3cret");
    }

    @Test
    void namesAPlaceholderWithoutAValue() {
        List<Problem> problems = load("tick.camel.yaml", TICK.replace("timer:tick", "timer:{{name}}"));

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message()).contains("{{name}}").contains("config");
        assertThat(problems.get(0).line()).isEqualTo(4);
    }

    @Test
    void refusesARouteIdThatAnotherFileHas() {
        load("tick.camel.yaml", TICK);

        List<Problem> problems = load("other.camel.yaml", TICK);

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).file()).isEqualTo("plant/routes/other.camel.yaml");
        assertThat(problems.get(0).message()).contains("'tick'").contains("plant/routes/tick.camel.yaml");
        assertRunsOn();
    }

    @Test
    void leavesTheRoutesOfOtherFilesAlone() {
        load("tick.camel.yaml", TICK);
        load(
                "tock.camel.yaml",
                TICK.replace("id: tick", "id: tock")
                        .replace("timer:tick", "timer:tock")
                        .replace("one", "tock"));
        await("both", () -> door.emitted.contains("plant.tock:tock"));

        files.remove("tock.camel.yaml");
        load("tick.camel.yaml", TICK);

        assertThat(routes.find(Ref.parse("plant.tock"))).isEmpty();
        assertRunsOn();
    }

    @Test
    void startsAgainWithAnotherConfig() {
        config = Map.of("word", "one");
        String text = TICK.replace("constant: one", "constant: \"{{word}}\"");
        load("tick.camel.yaml", text);
        await("the first word", () -> door.emitted.contains("plant.tick:one"));

        config = Map.of("word", "two");
        load("tick.camel.yaml", text);

        await("the second word", () -> door.emitted.contains("plant.tick:two"));
    }

    @Test
    void callsRoutesOfTheSamePack() {
        load("two.camel.yaml", TICK.replace("to: drover:trigger/plant.tick", "to: direct:last") + """
                        - route:
                            id: last
                            from:
                              uri: direct:last
                              steps:
                                - to: drover:trigger/plant.tick
                        """);

        await("an event", () -> door.emitted.contains("plant.last:one"));
        assertThat(report("tick").isSensor()).isFalse();
        assertThat(report("last").isSensor()).isTrue();
    }

    @Test
    void doesNotReadTheEnvironmentOfTheProcessAsConfig() {
        List<Problem> problems = load("tick.camel.yaml", TICK.replace("constant: one", "simple: \"{{PATH}}\""));

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message()).contains("{{PATH}}");
    }

    @Test
    void stopsEverythingOfAPackThatIsGone() {
        load("tick.camel.yaml", TICK);

        routes.remove("plant");

        assertThat(routes.list()).isEmpty();
    }

    @Test
    void isLiveWithinTwoSecondsAfterAChange() {
        load("tick.camel.yaml", TICK);

        long start = System.nanoTime();
        load("tick.camel.yaml", TICK.replace("constant: one", "constant: two"));
        await("the second version", () -> door.emitted.contains("plant.tick:two"));

        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
    }

    private void assertRunsOn() {
        door.emitted.clear();
        await("the last good routes run on", () -> door.emitted.size() > 2);
        assertThat(door.emitted).containsOnly("plant.tick:one");
    }

    private RouteReport report(String route) {
        return routes.find(Ref.of("plant", route)).orElseThrow();
    }

    private List<Problem> load(String file, String text) {
        files.put(file, text);
        Path folder = Path.of("plant");
        Pack pack = new Pack("plant", "plant", "1.0.0", null, null, Map.of(), folder, List.of());
        List<RouteFile> all = files.entrySet().stream()
                .map(entry -> new RouteFile(
                        "plant/routes/" + entry.getKey(),
                        folder.resolve("routes").resolve(entry.getKey()),
                        entry.getValue()))
                .toList();
        return routes.load(pack, Map.copyOf(config), all, List.of(), Set.of());
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Expected within 10 seconds: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
