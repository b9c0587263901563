package io.drover.engine.correlate.plane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Nodes;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.pack.PackContent;
import io.drover.model.rule.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules over several events on two nodes: one of them runs a pack's, and sees the events of both. */
class CorrelationNodesTest {
    private static final PackContent RULES = Plant.content(
            Correlating.rule("three", Correlating.count(3), Limits.NONE, Map.of("host", "{{ key }}")),
            Correlating.rule(
                    "first",
                    null,
                    Correlating.throttle(Duration.ofHours(1)),
                    Map.of("host", "first {{ trigger.host }}")));

    @TempDir
    Path folder;

    private Nodes nodes;

    @BeforeEach
    void start() {
        nodes = new Nodes(folder, RULES);
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void countsTheEventsOfBothNodesTogether() {
        Parts first = nodes.begin("n1");
        Parts second = nodes.begin("n2");

        nodes.emit(first, "a");
        nodes.emit(second, "a");
        nodes.emit(second, "a");
        nodes.emit(first, "b");

        await("a", "first a", "first b");
    }

    @Test
    void takesEachEventOnceWhicheverNodeTookIt() {
        Parts first = nodes.begin("n1");
        Parts second = nodes.begin("n2");

        for (int i = 0; i < 60; i++) {
            nodes.emit(i % 2 == 0 ? first : second, "h" + i % 20);
        }

        Await.until("all of them were taken", () -> nodes.executions().size() == 40);
        assertThat(nodes.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnWithAnotherNodeWhenItsOwnStops() {
        Parts first = nodes.begin("n1");
        Parts second = nodes.begin("n2");
        nodes.emit(first, "a");
        nodes.emit(second, "a");
        await("first a");

        nodes.stop(first);
        nodes.emit(second, "a");

        await("first a", "a");
    }

    @Test
    void isTakenOverFromANodeThatIsSilentAndThatOneCommitsNothingMore() {
        Parts first = nodes.begin("n1");
        Parts second = nodes.begin("n2");
        nodes.emit(second, "a");
        await("first a");

        first.store().deaf(true);
        nodes.emit(second, "a");
        nodes.emit(second, "b");
        nodes.outlast("n2");
        await("first a", "first b");
        first.store().deaf(false);
        nodes.emit(first, "a");
        nodes.emit(first, "b");
        nodes.emit(first, "b");

        await("first a", "first b", "a", "b");
    }

    @Test
    void takesInARuleOfAnotherNodeBeforeTheEventsThatWereAcceptedUnderIt() {
        Parts owner = nodes.begin("n1");
        Parts other = nodes.begin("n2");
        nodes.emit(owner, "a");
        await("first a");

        RegisteredRule made = other.registration()
                .rules()
                .create(
                        nodes.reader()
                                .document(Correlating.rule(
                                        "second",
                                        null,
                                        Correlating.throttle(Duration.ofHours(1)),
                                        Map.of("host", "second {{ trigger.host }}"))),
                        Parts.ADMIN);
        nodes.emit(other, "b");

        assertThat(made.revision()).isEqualTo(1);
        await("first a", "first b", "second b");
    }

    @Test
    void takesInTheThrottleThatAnotherNodePutOnARuleBeforeTheEventsThatWereAcceptedUnderIt() {
        Parts owner = nodes.begin("n1");
        Parts other = nodes.begin("n2");
        RegisteredRule made = other.registration()
                .rules()
                .create(
                        nodes.reader()
                                .document(Correlating.rule(
                                        "live", null, Limits.NONE, Map.of("host", "live {{ trigger.host }}"))),
                        Parts.ADMIN);
        nodes.emit(other, "a");
        await("first a", "live a");

        RegisteredRule throttled = other.registration()
                .rules()
                .update(
                        "plant.live",
                        nodes.reader()
                                .document(Correlating.rule(
                                        "live",
                                        null,
                                        Correlating.throttle(Duration.ofHours(1)),
                                        Map.of("host", "live {{ trigger.host }}"))),
                        Parts.ADMIN);
        nodes.emit(other, "b");

        assertThat(throttled.revision()).isGreaterThan(made.revision());
        await("first a", "live a", "first b", "live b");
        assertThat(owner.correlations().status()).isNotEmpty();
    }

    private void await(String... hosts) {
        nodes.await(hosts.length);
        assertThat(nodes.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactlyInAnyOrder((Object[]) hosts);
    }
}
