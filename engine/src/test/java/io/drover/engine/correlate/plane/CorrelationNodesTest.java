package io.drover.engine.correlate.plane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.cluster.Lease;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.PackContent;
import io.drover.model.rule.Limits;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
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

    private final HandClock database = new HandClock();
    private final MemoryStore memory = new MemoryStore(database);
    private final PlainReader reader = new PlainReader();
    private final List<Parts> nodes = new ArrayList<>();

    @AfterEach
    void end() {
        nodes.forEach(Parts::close);
    }

    @Test
    void countsTheEventsOfBothNodesTogether() {
        Parts first = node("n1");
        Parts second = node("n2");

        emit(first, "a");
        emit(second, "a");
        emit(second, "a");
        emit(first, "b");

        await("a", "first a", "first b");
    }

    @Test
    void takesEachEventOnceWhicheverNodeTookIt() {
        Parts first = node("n1");
        Parts second = node("n2");

        for (int i = 0; i < 60; i++) {
            emit(i % 2 == 0 ? first : second, "h" + i % 20);
        }

        Await.until("all of them were taken", () -> executions().size() == 40);
        assertThat(executions())
                .extracting(execution -> execution.parameters().get("host"))
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnWithAnotherNodeWhenItsOwnStops() {
        Parts first = node("n1");
        Parts second = node("n2");
        emit(first, "a");
        emit(second, "a");
        await("first a");

        first.close();
        nodes.remove(first);
        emit(second, "a");

        await("first a", "a");
    }

    @Test
    void isTakenOverFromANodeThatIsSilentAndThatOneCommitsNothingMore() {
        Parts first = node("n1");
        Parts second = node("n2");
        emit(second, "a");
        await("first a");

        first.store().deaf(true);
        emit(second, "a");
        emit(second, "b");
        database.advance(Lease.LENGTH.plusSeconds(1));
        assertThat(memory.<Boolean>inTransaction(
                        transaction -> transaction.nodes().beat("n2", "life n2")))
                .isTrue();
        await("first a", "first b");
        first.store().deaf(false);
        emit(first, "a");
        emit(first, "b");
        emit(first, "b");

        await("first a", "first b", "a", "b");
    }

    @Test
    void takesInARuleOfAnotherNodeBeforeTheEventsThatWereAcceptedUnderIt() {
        Parts owner = node("n1");
        Parts other = node("n2");
        emit(owner, "a");
        await("first a");

        RegisteredRule made = other.registration()
                .rules()
                .create(
                        reader.document(Correlating.rule(
                                "second",
                                null,
                                Correlating.throttle(Duration.ofHours(1)),
                                Map.of("host", "second {{ trigger.host }}"))),
                        Parts.ADMIN);
        emit(other, "b");

        assertThat(made.revision()).isEqualTo(1);
        await("first a", "first b", "second b");
    }

    @Test
    void takesInTheThrottleThatAnotherNodePutOnARuleBeforeTheEventsThatWereAcceptedUnderIt() {
        Parts owner = node("n1");
        Parts other = node("n2");
        RegisteredRule made = other.registration()
                .rules()
                .create(
                        reader.document(
                                Correlating.rule("live", null, Limits.NONE, Map.of("host", "live {{ trigger.host }}"))),
                        Parts.ADMIN);
        emit(other, "a");
        await("first a", "live a");

        RegisteredRule throttled = other.registration()
                .rules()
                .update(
                        "plant.live",
                        reader.document(Correlating.rule(
                                "live",
                                null,
                                Correlating.throttle(Duration.ofHours(1)),
                                Map.of("host", "live {{ trigger.host }}"))),
                        Parts.ADMIN);
        emit(other, "b");

        assertThat(throttled.revision()).isGreaterThan(made.revision());
        await("first a", "live a", "first b", "live b");
        assertThat(owner.correlations().status()).isNotEmpty();
    }

    private Parts node(String name) {
        reader.lay(RULES);
        Parts made = Setup.in(folder).stored(memory).packs(reader).named(name).make();
        boolean begun = memory.inTransaction(
                transaction -> transaction.nodes().begin(name, "home " + name, "life " + name, Lease.LENGTH));
        assertThat(begun).isTrue();
        nodes.add(made.started());
        return made;
    }

    private List<Execution> executions() {
        return memory.read(
                transaction -> transaction.executions().list(Query.all()).items());
    }

    private void await(String... hosts) {
        Await.until(
                hosts.length + " executions have succeeded",
                () -> executions().stream()
                                .filter(each -> each.status() == ExecutionStatus.SUCCEEDED)
                                .count()
                        >= hosts.length);
        assertThat(executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactlyInAnyOrder((Object[]) hosts);
    }

    private static void emit(Parts parts, String host) {
        assertThat(Await.done(parts.emit(Map.of("host", host))).verdict()).isEqualTo(Verdict.ACCEPTED);
    }
}
