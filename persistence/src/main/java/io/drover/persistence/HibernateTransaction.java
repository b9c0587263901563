package io.drover.persistence;

import io.drover.model.store.AccessChanges;
import io.drover.model.store.AccessTokens;
import io.drover.model.store.ApiKeys;
import io.drover.model.store.Audit;
import io.drover.model.store.Backtests;
import io.drover.model.store.Batches;
import io.drover.model.store.Contents;
import io.drover.model.store.DeadLetters;
import io.drover.model.store.Executions;
import io.drover.model.store.KeyValuePairs;
import io.drover.model.store.LimitedCounts;
import io.drover.model.store.MadeConfigs;
import io.drover.model.store.Nodes;
import io.drover.model.store.Outputs;
import io.drover.model.store.Overlays;
import io.drover.model.store.PackCopies;
import io.drover.model.store.Programs;
import io.drover.model.store.Purges;
import io.drover.model.store.RegistryChanges;
import io.drover.model.store.Roles;
import io.drover.model.store.RuleEnforcements;
import io.drover.model.store.RuleRevisions;
import io.drover.model.store.RuleStates;
import io.drover.model.store.Seals;
import io.drover.model.store.SensorOwners;
import io.drover.model.store.Silences;
import io.drover.model.store.Sources;
import io.drover.model.store.Timers;
import io.drover.model.store.Transaction;
import io.drover.model.store.TriggerInstances;
import io.drover.model.store.Users;
import io.drover.model.store.WorkflowRuns;
import io.drover.persistence.access.HibernateAccessChanges;
import io.drover.persistence.access.HibernateAccessTokens;
import io.drover.persistence.access.HibernateApiKeys;
import io.drover.persistence.access.HibernateRoles;
import io.drover.persistence.access.HibernateUsers;
import io.drover.persistence.audit.HibernateAudit;
import io.drover.persistence.audit.HibernateSeals;
import io.drover.persistence.content.HibernateContents;
import io.drover.persistence.content.HibernateMadeConfigs;
import io.drover.persistence.content.HibernateOverlays;
import io.drover.persistence.content.HibernatePackCopies;
import io.drover.persistence.content.HibernateRegistryChanges;
import io.drover.persistence.datastore.HibernateKeyValuePairs;
import io.drover.persistence.execution.HibernateExecutions;
import io.drover.persistence.execution.HibernateOutputs;
import io.drover.persistence.execution.KnownValues;
import io.drover.persistence.lineage.Lineage;
import io.drover.persistence.program.HibernatePrograms;
import io.drover.persistence.purge.JdbcPurges;
import io.drover.persistence.rule.HibernateBacktests;
import io.drover.persistence.rule.HibernateLimitedCounts;
import io.drover.persistence.rule.HibernateRuleEnforcements;
import io.drover.persistence.rule.HibernateRuleRevisions;
import io.drover.persistence.rule.HibernateRuleStates;
import io.drover.persistence.silence.HibernateSilences;
import io.drover.persistence.sql.Database;
import io.drover.persistence.timer.HibernateTimers;
import io.drover.persistence.trigger.HibernateBatches;
import io.drover.persistence.trigger.HibernateDeadLetters;
import io.drover.persistence.trigger.HibernateNodes;
import io.drover.persistence.trigger.HibernateSensorOwners;
import io.drover.persistence.trigger.HibernateSources;
import io.drover.persistence.trigger.HibernateTriggerInstances;
import io.drover.persistence.workflow.HibernateWorkflowRuns;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;

/** The collections over one session. */
record HibernateTransaction(StatelessSession session, Database database, KnownValues known) implements Transaction {

    /** {@return the classes of all rows} */
    static List<Class<?>> rows() {
        return Stream.of(
                        HibernateTriggerInstances.rows(),
                        HibernateRuleEnforcements.rows(),
                        HibernateExecutions.rows(),
                        HibernateWorkflowRuns.rows(),
                        HibernateAudit.rows(),
                        HibernateContents.rows(),
                        HibernateApiKeys.rows(),
                        HibernateTimers.rows(),
                        HibernatePrograms.rows(),
                        HibernateSilences.rows(),
                        HibernateKeyValuePairs.rows(),
                        Lineage.rows())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public Batches batches() {
        return new HibernateBatches(session, database);
    }

    @Override
    public TriggerInstances triggerInstances() {
        return new HibernateTriggerInstances(session, database);
    }

    @Override
    public RuleEnforcements enforcements() {
        return new HibernateRuleEnforcements(session, database);
    }

    @Override
    public Executions executions() {
        return new HibernateExecutions(session, database, known);
    }

    @Override
    public Outputs outputs() {
        return new HibernateOutputs(session, database);
    }

    @Override
    public WorkflowRuns workflowRuns() {
        return new HibernateWorkflowRuns(session, database);
    }

    @Override
    public RuleRevisions rules() {
        return new HibernateRuleRevisions(session);
    }

    @Override
    public RuleStates ruleStates() {
        return new HibernateRuleStates(session, database);
    }

    @Override
    public LimitedCounts limitedCounts() {
        return new HibernateLimitedCounts(session, database);
    }

    @Override
    public Backtests backtests() {
        return new HibernateBacktests(session, database);
    }

    @Override
    public Overlays overlays() {
        return new HibernateOverlays(session);
    }

    @Override
    public Contents contents() {
        return new HibernateContents(session);
    }

    @Override
    public DeadLetters deadLetters() {
        return new HibernateDeadLetters(session);
    }

    @Override
    public Users users() {
        return new HibernateUsers(session);
    }

    @Override
    public AccessTokens accessTokens() {
        return new HibernateAccessTokens(session);
    }

    @Override
    public Roles roles() {
        return new HibernateRoles(session);
    }

    @Override
    public AccessChanges accessChanges() {
        return new HibernateAccessChanges(session);
    }

    @Override
    public RegistryChanges registryChanges() {
        return new HibernateRegistryChanges(session);
    }

    @Override
    public ApiKeys apiKeys() {
        return new HibernateApiKeys(session);
    }

    @Override
    public Timers timers() {
        return new HibernateTimers(session);
    }

    @Override
    public Programs programs() {
        return new HibernatePrograms(session);
    }

    @Override
    public Silences silences() {
        return new HibernateSilences(session);
    }

    @Override
    public Sources sources() {
        return new HibernateSources(session);
    }

    @Override
    public KeyValuePairs keyValuePairs() {
        return new HibernateKeyValuePairs(session);
    }

    @Override
    public Nodes nodes() {
        return new HibernateNodes(session, database);
    }

    @Override
    public SensorOwners sensorOwners() {
        return new HibernateSensorOwners(session);
    }

    @Override
    public PackCopies packCopies() {
        return new HibernatePackCopies(session);
    }

    @Override
    public MadeConfigs madeConfigs() {
        return new HibernateMadeConfigs(session);
    }

    @Override
    public Audit audit() {
        return new HibernateAudit(session, database);
    }

    @Override
    public Seals seals() {
        return new HibernateSeals(session);
    }

    @Override
    public Purges purges() {
        return new JdbcPurges(session, database);
    }
}
