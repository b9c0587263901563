package io.drover.engine.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.cluster.Lease;
import io.drover.engine.rehearse.Nodes;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.pack.PackContent;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    private Nodes nodes;

    @BeforeEach
    void start() {
        nodes = new Nodes(folder, COUNTING);
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void countsTheEventsOfBothNodesInOneSession() {
        Parts first = nodes.begin("n1");
        Parts second = nodes.begin("n2");

        nodes.emit(first, "quiet");
        nodes.emit(second, "quiet");
        nodes.emit(second, "quiet");
        nodes.await(1);

        assertThat(nodes.executions())
                .extracting(execution -> String.valueOf(execution.cause().rule()))
                .containsExactly("plant.three");
    }

    @Test
    void asksForEachEventOnceWhicheverNodeTookIt() {
        Parts first = nodes.begin("n1");
        Parts second = nodes.begin("n2");

        for (int i = 0; i < 50; i++) {
            nodes.emit(i % 2 == 0 ? first : second, "h" + i);
        }
        nodes.await(50);

        assertThat(nodes.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnWithAnotherNodeAtOnceWhenItsOwnStops() {
        Parts first = nodes.begin("n1");
        Parts second = nodes.begin("n2");
        nodes.emit(first, "quiet");
        nodes.emit(second, "a");
        nodes.await(1);

        nodes.stop(first);
        nodes.emit(second, "quiet");
        nodes.emit(second, "quiet");
        nodes.emit(second, "b");
        nodes.await(3);

        assertThat(nodes.executions())
                .extracting(execution -> String.valueOf(execution.cause().rule()))
                .containsExactlyInAnyOrder("plant.each", "plant.three", "plant.each");
    }

    @Test
    void isTakenOverFromANodeThatIsSilentAndThatOneAsksForNothingMore() {
        Parts first = nodes.begin("n1");
        Parts second = nodes.begin("n2");
        nodes.emit(second, "quiet");
        nodes.emit(second, "a");
        nodes.await(1);

        first.store().deaf(true);
        nodes.emit(second, "quiet");
        nodes.emit(second, "b");
        nodes.outlast("n2");
        nodes.await(2);
        first.store().deaf(false);
        nodes.emit(first, "quiet");
        nodes.emit(first, "c");
        nodes.await(4);

        assertThat(nodes.executions())
                .extracting(execution -> execution.parameters().getOrDefault("host", "three"))
                .containsExactlyInAnyOrder("a", "b", "c", "three");
    }

    @Test
    void staysWithANodeThatIsHeardOf() {
        nodes.begin("n1");
        nodes.begin("n2");

        OptionalLong claimed = nodes.memory()
                .inTransaction(transaction -> transaction
                        .programs()
                        .claim(transaction.programs().cursor("plant").orElseThrow(), 2, Lease.LENGTH));

        assertThat(claimed).isEmpty();
    }
}
