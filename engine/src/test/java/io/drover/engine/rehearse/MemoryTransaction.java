package io.drover.engine.rehearse;

import io.drover.model.audit.Purge;
import io.drover.model.audit.Seal;
import io.drover.model.store.Audit;
import io.drover.model.store.Purges;
import io.drover.model.store.Transaction;
import java.time.InstantSource;

/** All tables of the store in memory. */
record MemoryTransaction(
        MemoryBatches batches,
        MemoryTriggerInstances triggerInstances,
        MemoryEnforcements enforcements,
        MemoryExecutions executions,
        MemoryOutputs outputs,
        MemoryWorkflowRuns workflowRuns,
        MemoryRevisions rules,
        MemoryRuleStates ruleStates,
        MemoryLimitedCounts limitedCounts,
        MemoryBacktests backtests,
        MemoryOverlays overlays,
        MemoryContents contents,
        MemoryDeadLetters deadLetters,
        MemoryApiKeys apiKeys,
        MemoryUsers users,
        MemoryAccessTokens accessTokens,
        MemoryRoles roles,
        MemoryAccessChanges accessChanges,
        MemoryRegistryChanges registryChanges,
        MemoryTimers timers,
        MemoryPrograms programs,
        MemorySilences silences,
        MemorySources sources,
        MemoryKeyValuePairs keyValuePairs,
        MemoryNodes nodes,
        MemorySensorOwners sensorOwners,
        MemoryPackCopies packCopies,
        MemoryMadeConfigs madeConfigs,
        MemoryAudit audit,
        MemorySeals seals)
        implements Transaction {

    MemoryTransaction(InstantSource clock) {
        this(clock, new Table<>(), new Table<>(), new Table<>(), new Table<>());
    }

    private MemoryTransaction(
            InstantSource clock,
            Table<Integer> numbers,
            Table<Audit.Entry> trail,
            Table<Seal> seals,
            Table<Purge> purges) {
        this(
                new MemoryNodes(new Table<>(), numbers, clock),
                new MemoryBatches(new Table<>(), numbers),
                new MemoryAudit(trail),
                new MemorySeals(trail, seals, purges));
    }

    private MemoryTransaction(MemoryNodes nodes, MemoryBatches batches, MemoryAudit audit, MemorySeals seals) {
        this(
                batches,
                new MemoryTriggerInstances(new Table<>(), new Table<>()),
                new MemoryEnforcements(new Table<>(), new Table<>(), new Table<>()),
                new MemoryExecutions(new Table<>()),
                new MemoryOutputs(new Table<>()),
                new MemoryWorkflowRuns(new Table<>(), new Table<>()),
                new MemoryRevisions(new Table<>()),
                new MemoryRuleStates(new Table<>()),
                new MemoryLimitedCounts(new Table<>()),
                new MemoryBacktests(new Table<>()),
                new MemoryOverlays(new Table<>()),
                new MemoryContents(new Table<>(), new Table<>()),
                new MemoryDeadLetters(new Table<>()),
                new MemoryApiKeys(new Table<>()),
                new MemoryUsers(new Table<>()),
                new MemoryAccessTokens(new Table<>()),
                new MemoryRoles(new Table<>(), new Table<>()),
                new MemoryAccessChanges(new Table<>()),
                new MemoryRegistryChanges(new Table<>()),
                new MemoryTimers(new Table<>()),
                new MemoryPrograms(new Table<>(), new Table<>(), new Table<>(), nodes),
                new MemorySilences(new Table<>(), new Table<>(), new Table<>()),
                new MemorySources(new Table<>()),
                new MemoryKeyValuePairs(new Table<>()),
                nodes,
                new MemorySensorOwners(new Table<>(), nodes),
                new MemoryPackCopies(new Table<>(), nodes),
                new MemoryMadeConfigs(new Table<>(), new Table<>()),
                audit,
                seals);
    }

    MemoryTransaction copy() {
        Table<Audit.Entry> trail = audit.entries().copy();
        Table<Integer> numbers = batches.nodes().copy();
        MemoryNodes heard = new MemoryNodes(nodes.rows().copy(), numbers, nodes.clock());
        return new MemoryTransaction(
                new MemoryBatches(batches.batches().copy(), numbers),
                new MemoryTriggerInstances(
                        triggerInstances.entries().copy(),
                        triggerInstances.keys().copy()),
                new MemoryEnforcements(
                        enforcements.rows().copy(),
                        enforcements.matches().copy(),
                        enforcements.counts().copy()),
                new MemoryExecutions(executions.rows().copy()),
                new MemoryOutputs(outputs.chunks().copy()),
                new MemoryWorkflowRuns(
                        workflowRuns.runs().copy(), workflowRuns.parts().copy()),
                new MemoryRevisions(rules.revisions().copy()),
                new MemoryRuleStates(ruleStates.rows().copy()),
                new MemoryLimitedCounts(limitedCounts.rows().copy()),
                new MemoryBacktests(backtests.rows().copy()),
                new MemoryOverlays(overlays.rows().copy()),
                new MemoryContents(contents.now().copy(), contents.ever().copy()),
                new MemoryDeadLetters(deadLetters.letters().copy()),
                new MemoryApiKeys(apiKeys.keys().copy()),
                new MemoryUsers(users.rows().copy()),
                new MemoryAccessTokens(accessTokens.rows().copy()),
                new MemoryRoles(roles.roles().copy(), roles.given().copy()),
                new MemoryAccessChanges(accessChanges.rows().copy()),
                new MemoryRegistryChanges(registryChanges.rows().copy()),
                new MemoryTimers(timers.rows().copy()),
                new MemoryPrograms(
                        programs.cursors().copy(),
                        programs.owners().copy(),
                        programs.rows().copy(),
                        heard),
                silences.copy(),
                new MemorySources(sources.rows().copy()),
                new MemoryKeyValuePairs(keyValuePairs.pairs().copy()),
                heard,
                new MemorySensorOwners(sensorOwners.rows().copy(), heard),
                new MemoryPackCopies(packCopies.rows().copy(), heard),
                new MemoryMadeConfigs(
                        madeConfigs.rows().copy(), madeConfigs.taken().copy()),
                new MemoryAudit(trail),
                new MemorySeals(trail, seals.seals().copy(), seals.purges().copy()));
    }

    /** Events and enforcements go; all else is kept. */
    @Override
    public Purges purges() {
        return (kind, before, after, limit) -> {
            int removed = switch (kind) {
                case TRIGGER_INSTANCES ->
                    triggerInstances
                            .entries()
                            .removeIf(entry -> entry.instance().acceptedAt().isBefore(before));
                case ENFORCEMENTS ->
                    enforcements.rows().removeIf(row -> row.at().isBefore(before));
                default -> 0;
            };
            return new Purges.Step(after, removed, true);
        };
    }
}
