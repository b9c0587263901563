package io.drover.engine.rehearse;

import io.drover.model.store.Transaction;
import java.time.InstantSource;

/** All tables of the store in memory. */
record MemoryTransaction(
        MemoryBatches batches,
        MemoryTriggerInstances triggerInstances,
        MemoryEnforcements enforcements,
        MemoryExecutions executions,
        MemoryOutputs outputs,
        MemoryRevisions rules,
        MemoryOverlays overlays,
        MemoryContents contents,
        MemoryDeadLetters deadLetters,
        MemoryApiKeys apiKeys,
        MemoryTimers timers,
        MemoryKeyValuePairs keyValuePairs,
        MemoryNodes nodes,
        MemoryAudit audit)
        implements Transaction {

    MemoryTransaction(InstantSource clock) {
        this(
                new MemoryBatches(new Table<>(), new Table<>()),
                new MemoryTriggerInstances(new Table<>(), new Table<>()),
                new MemoryEnforcements(new Table<>(), new Table<>(), new Table<>()),
                new MemoryExecutions(new Table<>()),
                new MemoryOutputs(new Table<>()),
                new MemoryRevisions(new Table<>()),
                new MemoryOverlays(new Table<>()),
                new MemoryContents(new Table<>(), new Table<>()),
                new MemoryDeadLetters(new Table<>()),
                new MemoryApiKeys(new Table<>()),
                new MemoryTimers(new Table<>()),
                new MemoryKeyValuePairs(new Table<>()),
                new MemoryNodes(new Table<>(), clock),
                new MemoryAudit(new Table<>()));
    }

    MemoryTransaction copy() {
        return new MemoryTransaction(
                new MemoryBatches(batches.batches().copy(), batches.nodes().copy()),
                new MemoryTriggerInstances(
                        triggerInstances.entries().copy(),
                        triggerInstances.keys().copy()),
                new MemoryEnforcements(
                        enforcements.rows().copy(),
                        enforcements.matches().copy(),
                        enforcements.counts().copy()),
                new MemoryExecutions(executions.rows().copy()),
                new MemoryOutputs(outputs.chunks().copy()),
                new MemoryRevisions(rules.revisions().copy()),
                new MemoryOverlays(overlays.rows().copy()),
                new MemoryContents(contents.now().copy(), contents.ever().copy()),
                new MemoryDeadLetters(deadLetters.letters().copy()),
                new MemoryApiKeys(apiKeys.keys().copy()),
                new MemoryTimers(timers.rows().copy()),
                new MemoryKeyValuePairs(keyValuePairs.pairs().copy()),
                new MemoryNodes(nodes.rows().copy(), nodes.clock()),
                new MemoryAudit(audit.entries().copy()));
    }
}
