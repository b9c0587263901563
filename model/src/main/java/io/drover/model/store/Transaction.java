package io.drover.model.store;

/** What can be read and changed inside one transaction. Used by one thread, and not after the transaction's end. */
public interface Transaction {
    Batches batches();

    TriggerInstances triggerInstances();

    RuleEnforcements enforcements();

    Executions executions();

    Outputs outputs();

    WorkflowRuns workflowRuns();

    RuleRevisions rules();

    RuleStates ruleStates();

    LimitedCounts limitedCounts();

    Backtests backtests();

    Overlays overlays();

    Contents contents();

    DeadLetters deadLetters();

    Users users();

    AccessTokens accessTokens();

    ApiKeys apiKeys();

    Roles roles();

    AccessChanges accessChanges();

    RegistryChanges registryChanges();

    Timers timers();

    Programs programs();

    Silences silences();

    Sources sources();

    KeyValuePairs keyValuePairs();

    Nodes nodes();

    SensorOwners sensorOwners();

    PackCopies packCopies();

    MadeConfigs madeConfigs();

    Audit audit();

    Seals seals();

    Purges purges();
}
