package io.drover.engine.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.cluster.Lease;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.PackContent;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Several nodes on one database, which run the rules of one pack. */
public final class Nodes implements AutoCloseable {
    private final Path folder;
    private final PackContent pack;
    private final HandClock database = new HandClock();
    private final MemoryStore memory = new MemoryStore(database);
    private final PlainReader reader = new PlainReader();
    private final List<Parts> running = new ArrayList<>();

    public Nodes(Path folder, PackContent pack) {
        this.folder = folder;
        this.pack = pack;
    }

    /** Begins a node and waits until it runs. */
    public Parts begin(String name) {
        reader.lay(pack);
        Parts made = Setup.in(folder).stored(memory).packs(reader).named(name).make();
        boolean begun = memory.inTransaction(
                transaction -> transaction.nodes().begin(name, "home " + name, "life " + name, Lease.LENGTH));
        assertThat(begun).isTrue();
        running.add(made.started());
        return made;
    }

    /** Stops a node in order. */
    public void stop(Parts node) {
        node.close();
        running.remove(node);
    }

    /** Lets so much time pass that a node is lost that was not heard of, while this one is. */
    public void outlast(String name) {
        database.advance(Lease.LENGTH.plusSeconds(1));
        assertThat(memory.<Boolean>inTransaction(
                        transaction -> transaction.nodes().beat(name, "life " + name)))
                .isTrue();
    }

    /** Hands an event to a node. */
    public void emit(Parts node, String host) {
        assertThat(Await.done(node.emit(Map.of("host", host))).verdict()).isEqualTo(Verdict.ACCEPTED);
    }

    public List<Execution> executions() {
        return memory.read(
                transaction -> transaction.executions().list(Query.all()).items());
    }

    /** Waits until so many executions have succeeded; there must not be more. */
    public void await(int executions) {
        Await.until(
                executions + " executions have succeeded",
                () -> executions().stream()
                                .filter(each -> each.status() == ExecutionStatus.SUCCEEDED)
                                .count()
                        >= executions);
        assertThat(executions()).hasSize(executions);
    }

    public MemoryStore memory() {
        return memory;
    }

    public PlainReader reader() {
        return reader;
    }

    @Override
    public void close() {
        running.forEach(Parts::close);
    }
}
