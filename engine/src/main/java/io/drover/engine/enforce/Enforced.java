package io.drover.engine.enforce;

import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Limited;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the rules made of one event: rows to be committed with it. */
public final class Enforced {
    private final List<RuleEnforcement> enforcements = new ArrayList<>();
    private final List<Execution> executions = new ArrayList<>();
    private final List<AuditRecord> audit = new ArrayList<>();
    /** By the key of the enforcement of which it tells. */
    private final Map<String, AuditRecord> records = new HashMap<>();

    private final Map<LimitedMatches.Name, Limited> limited = new LinkedHashMap<>();

    void add(RuleEnforcement enforcement, AuditRecord entry) {
        enforcements.add(enforcement);
        audit.add(entry);
        records.put(enforcement.key(), entry);
    }

    void add(Execution execution, AuditRecord entry) {
        executions.add(execution);
        audit.add(entry);
    }

    /** Adds a match that something stopped. */
    void add(Limited stopped) {
        limited.merge(stopped.matches().name(), stopped, Limited::and);
    }

    /** Adds a record that belongs to the event alone. */
    public void add(AuditRecord entry) {
        audit.add(entry);
    }

    /** Puts the rows into a batch. */
    public void into(Batch batch) {
        enforcements.forEach(batch::insert);
        executions.forEach(batch::insert);
        limited.values().forEach(batch::count);
        auditInto(batch);
    }

    /** Puts the audit records alone into a batch. */
    public void auditInto(Batch batch) {
        audit.forEach(batch::append);
    }

    /**
     * Inserts the enforcements of which no row is there yet, each with its record, and nothing else. For what tells of something
     * once, such as the first match of a window: it may be found again after its count was removed, or after a restart. Never
     * for what requests executions.
     */
    public void storeAbsent(Transaction transaction, Batch batch) {
        if (enforcements.isEmpty()) {
            return;
        }
        Set<String> taken = new HashSet<>(transaction
                .enforcements()
                .known(enforcements.stream().map(RuleEnforcement::key).toList()));
        List<RuleEnforcement> absent = enforcements.stream()
                .filter(enforcement -> taken.add(enforcement.key()))
                .toList();
        transaction.enforcements().insertAll(absent);
        for (RuleEnforcement enforcement : absent) {
            AuditRecord told = records.get(enforcement.key());
            if (told != null) {
                batch.append(told);
            }
        }
    }

    /** {@return the executions that can be started once they are committed} */
    public List<Execution> startable() {
        return executions.stream()
                .filter(execution -> execution.status() == ExecutionStatus.REQUESTED)
                .toList();
    }

    /** {@return whether there is nothing to be committed} */
    public boolean isEmpty() {
        return enforcements.isEmpty() && executions.isEmpty() && audit.isEmpty() && limited.isEmpty();
    }

    /** {@return what something stopped, counted by what did} */
    public List<LimitedMatches> limited() {
        return limited.values().stream().map(Limited::matches).toList();
    }

    public List<RuleEnforcement> enforcements() {
        return List.copyOf(enforcements);
    }
}
