package io.drover.engine.api;

/** All the subjects one can ask the engine about. */
public record EntryPoints(
        Catalog catalog,
        Packs packs,
        Configs configs,
        Rules rules,
        Enforcements enforcements,
        Events events,
        Webhooks webhooks,
        Timers timers,
        Executions executions,
        Workflows workflows,
        Traces traces,
        Feed feed,
        SensorControl sensors,
        RunnerControl runners,
        DeadLetterBox deadLetters,
        Access access,
        Users users,
        Logins logins,
        Keys keys,
        Roles roles,
        FirstStart firstStart,
        Datastore datastore,
        AuditTrail audit,
        Reports reports,
        Health health) {}
