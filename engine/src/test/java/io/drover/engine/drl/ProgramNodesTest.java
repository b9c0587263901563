package io.drover.engine.drl;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules in DRL on two nodes: one of them runs a pack's, and sees the events of both. */
class ProgramNodesTest {
    private static final PackContent COUNTING = Plant.programs(Map.of("a.drl", """
            package plant;
            import drover.event.plant.State;
            global io.drover.model.action.ActionRequests actions;

            rule "each"
            when
                State( $host : host, host != "quiet" )
            then
                actions.request("plant.act", java.util.Map.of("host", $host));
            end
            rule "three"
            when
                accumulate( $s : State( host == "quiet" ) over window:time( 1h ); $n : count( $s ); $n == 3 )
            then
                actions.request("plant.act", java.util.Map.of("size", $n));
            end
            """));

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
    void countsTheEventsOfBothNodesInOneSession() {
        Parts first = node("n1");
        Parts second = node("n2");

        emit(first, "quiet");
        emit(second, "quiet");
        emit(second, "quiet");
        await(1);

        assertThat(executions())
                .extracting(execution -> String.valueOf(execution.cause().rule()))
                .containsExactly("plant.three");
    }

    @Test
    void asksForEachEventOnceWhicheverNodeTookIt() {
        Parts first = node("n1");
        Parts second = node("n2");

        for (int i = 0; i < 50; i++) {
            emit(i % 2 == 0 ? first : second, "h" + i);
        }
        await(50);

        assertThat(executions())
                .extracting(execution -> execution.parameters().get("host"))
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnWithAnotherNodeAtOnceWhenItsOwnStops() {
        Parts first = node("n1");
        Parts second = node("n2");
        emit(first, "quiet");
        emit(second, "a");
        await(1);

        first.close();
        nodes.remove(first);
        emit(second, "quiet");
        emit(second, "quiet");
        emit(second, "b");
        await(3);

        assertThat(executions())
                .extracting(execution -> String.valueOf(execution.cause().rule()))
                .containsExactlyInAnyOrder("plant.each", "plant.three", "plant.each");
    }

    @Test
    void isTakenOverFromANodeThatIsSilentAndThatOneAsksForNothingMore() {
        Parts first = node("n1");
        Parts second = node("n2");
        emit(second, "quiet");
        emit(second, "a");
        await(1);

        first.store().deaf(true);
        emit(second, "quiet");
        emit(second, "b");
        database.advance(Lease.LENGTH.plusSeconds(1));
        assertThat(memory.<Boolean>inTransaction(
                        transaction -> transaction.nodes().beat("n2", "life n2")))
                .isTrue();
        await(2);
        first.store().deaf(false);
        emit(first, "quiet");
        emit(first, "c");
        await(4);

        assertThat(executions())
                .extracting(execution -> execution.parameters().getOrDefault("host", "three"))
                .containsExactlyInAnyOrder("a", "b", "c", "three");
    }

    @Test
    void staysWithANodeThatIsHeardOf() {
        node("n1");
        node("n2");

        OptionalLong claimed = memory.inTransaction(transaction -> transaction
                .programs()
                .claim(transaction.programs().cursor("plant").orElseThrow(), 2, Lease.LENGTH));

        assertThat(claimed).isEmpty();
    }

    private Parts node(String name) {
        reader.lay(COUNTING);
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

    private void await(int executions) {
        Await.until(
                executions + " executions have succeeded",
                () -> executions().stream()
                                .filter(each -> each.status() == ExecutionStatus.SUCCEEDED)
                                .count()
                        >= executions);
        assertThat(executions()).hasSize(executions);
    }

    private static void emit(Parts parts, String host) {
        assertThat(Await.done(parts.emit(Map.of("host", host))).verdict()).isEqualTo(Verdict.ACCEPTED);
    }
}
