package io.drover.engine.commit;

import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.Position;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Audit;
import io.drover.model.store.Executions;
import io.drover.model.store.Transaction;
import io.drover.model.store.TriggerInstances;
import io.drover.model.store.WorkflowRuns;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The rows of one commit, collected so that each table is written once. */
public final class Batch {
    private final int node;
    private final long number;
    private final Instant at;
    private final List<TriggerInstances.Entry> instances = new ArrayList<>();
    private final List<RuleEnforcement> enforcements = new ArrayList<>();
    private final Map<LimitedMatches.Name, Limited> limited = new LinkedHashMap<>();
    private final List<Executions.Entry> executions = new ArrayList<>();
    private final List<Executions.Update> updates = new ArrayList<>();
    /** The record of each update. */
    private final List<Audit.Entry> recordsOfUpdates = new ArrayList<>();

    private final List<WorkflowRuns.Update> workflows = new ArrayList<>();
    private final Set<String> required = new HashSet<>();
    private final List<OutputChunk> outputs = new ArrayList<>();
    private final List<Audit.Entry> audit = new ArrayList<>();
    private final List<Consumer<Transaction>> rest = new ArrayList<>();
    /** Counted by work that {@link #also} does. */
    private final List<LimitedMatches> alsoLimited = new ArrayList<>();

    private final Set<Object> onceDone = new HashSet<>();
    private Set<String> fenced = Set.of();
    private int index;

    Batch(int node, long number, Instant at) {
        this.node = node;
        this.number = number;
        this.at = at;
    }

    public long number() {
        return number;
    }

    /** {@return when the commit was begun} */
    public Instant at() {
        return at;
    }

    public void insert(TriggerInstance instance, Duration dedupeWindow) {
        instances.add(new TriggerInstances.Entry(instance, nextPosition(), dedupeWindow));
    }

    public void insert(RuleEnforcement enforcement) {
        enforcements.add(enforcement);
    }

    /** Counts matches that something stopped; the first of a window is an enforcement of its own. */
    public void count(Limited stopped) {
        limited.merge(stopped.matches().name(), stopped, Limited::and);
    }

    public void insert(Execution execution) {
        executions.add(new Executions.Entry(execution, nextPosition()));
    }

    /** Replaces an execution and tells that, if the writer's attempt still holds it. */
    public void update(Execution execution, int heldAttempt, AuditRecord entry) {
        updates.add(new Executions.Update(execution, heldAttempt));
        append(entry);
        recordsOfUpdates.add(audit.get(audit.size() - 1));
    }

    /** {@return whether an execution is replaced more than once} */
    boolean updatesTwice() {
        return updates.size() > 1
                && updates.stream()
                                .map(update -> update.execution().id())
                                .distinct()
                                .count()
                        < updates.size();
    }

    /** Has nothing of this batch committed unless an update of this execution is written. */
    public void require(String execution) {
        required.add(execution);
    }

    /** Writes the next revision of a run of a workflow. Where it is not the next one, nothing of this batch is committed. */
    public void write(WorkflowRuns.Update run) {
        workflows.add(run);
    }

    public void append(OutputChunk chunk) {
        outputs.add(chunk);
    }

    public void append(AuditRecord entry) {
        audit.add(new Audit.Entry(entry, nextPosition()));
    }

    /** Does any other work in the same transaction, after the rows above. */
    public void also(Consumer<Transaction> work) {
        rest.add(work);
    }

    /** Takes down what work that {@link #also} does has counted as stopped. */
    public void limited(Collection<LimitedMatches> counted) {
        alsoLimited.addAll(counted);
    }

    /** As {@link #also}, done once for all that name the same thing. */
    public void alsoOnce(Object named, Consumer<Transaction> work) {
        if (onceDone.add(named)) {
            also(work);
        }
    }

    /** As {@link #insert(Execution)}, for work that {@link #also} does. */
    public void insert(Transaction transaction, Execution execution) {
        insert(execution);
        transaction.executions().insertAll(List.of(executions.get(executions.size() - 1)));
    }

    /**
     * As {@link #update(Execution, int, AuditRecord)}, for work that {@link #also} does.
     *
     * @return whether it was written
     */
    public boolean update(Transaction transaction, Execution execution, int heldAttempt, AuditRecord entry) {
        Executions.Update update = new Executions.Update(execution, heldAttempt);
        boolean written = transaction.executions().updateAll(List.of(update)).isEmpty();
        if (written) {
            updates.add(update);
            append(entry);
        }
        return written;
    }

    /** {@return whether an execution was not updated, as another attempt has it; for work that {@link #also} does} */
    public boolean isFenced(String execution) {
        return fenced.contains(execution);
    }

    /** {@return the events that are new, in order} */
    public List<TriggerInstances.Entry> accepted() {
        return List.copyOf(instances);
    }

    /** {@return the executions that are new} */
    public List<Execution> requested() {
        return executions.stream().map(Executions.Entry::execution).toList();
    }

    /** {@return what came of matches} */
    public List<RuleEnforcement> enforced() {
        return List.copyOf(enforcements);
    }

    /** {@return the executions that are replaced, as they are then} */
    public List<Execution> changed() {
        return updates.stream().map(Executions.Update::execution).toList();
    }

    /** {@return what was stopped, as far as it is counted by this commit} */
    public List<LimitedMatches> limited() {
        return Stream.concat(limited.values().stream().map(Limited::matches), alsoLimited.stream())
                .toList();
    }

    /** {@return what actions wrote} */
    public List<OutputChunk> written() {
        return List.copyOf(outputs);
    }

    /** {@return the audit records, in their order} */
    public List<Audit.Entry> recorded() {
        return List.copyOf(audit);
    }

    List<AuditRecord> audited() {
        return audit.stream().map(Audit.Entry::record).toList();
    }

    /** {@return ids of the executions that were not updated} */
    Set<String> write(Transaction transaction) {
        if (!instances.isEmpty()) {
            transaction.triggerInstances().insertAll(instances);
        }
        if (!executions.isEmpty()) {
            transaction.executions().insertAll(executions);
        }
        if (!limited.isEmpty()) {
            count(transaction);
        }
        if (!enforcements.isEmpty()) {
            transaction.enforcements().insertAll(enforcements);
        }
        fenced = updates.isEmpty() ? Set.of() : update(transaction);
        refuseStale(
                fenced,
                workflows.isEmpty() ? List.of() : transaction.workflowRuns().writeAll(workflows));
        if (!outputs.isEmpty()) {
            transaction.outputs().appendAll(outputs);
        }
        rest.forEach(work -> work.accept(transaction));
        if (!audit.isEmpty()) {
            transaction.audit().appendAll(audit);
        }
        return fenced;
    }

    private void count(Transaction transaction) {
        // another node may be counting the same
        transaction.silences().hold();
        List<LimitedMatches> counted =
                limited.values().stream().map(Limited::matches).toList();
        for (LimitedMatches first : transaction.limitedCounts().add(counted)) {
            Limited stopped = limited.get(first.name());
            if (stopped != null) {
                enforcements.addAll(stopped.rows());
                stopped.audit().forEach(this::append);
            }
        }
    }

    private void refuseStale(Set<String> fenced, List<String> refused) {
        if (!refused.isEmpty() || fenced.stream().anyMatch(required::contains)) {
            throw DroverException.conflict("Somebody else went on with the executions " + fenced + " and the workflows "
                    + refused + " in the meantime.");
        }
    }

    private Set<String> update(Transaction transaction) {
        Set<String> unwritten = new HashSet<>(transaction.executions().updateAll(updates));
        if (!unwritten.isEmpty()) {
            for (int i = 0; i < updates.size(); i++) {
                if (unwritten.contains(updates.get(i).execution().id())) {
                    audit.remove(recordsOfUpdates.get(i));
                }
            }
        }
        return unwritten;
    }

    private Position nextPosition() {
        return new Position(node, number, index++);
    }
}
