-- The rest of the public contract for reports.

create view report_v1.enforcements as
    select
        enforcement.id as id,
        enforcement.rule_ref as rule_ref,
        enforcement.rule_revision as rule_revision,
        enforcement.action_index as action_index,
        enforcement.status as status,
        enforcement.failure_reason as failure_reason,
        enforcement.enforced_at as enforced_at,
        event.id as event_id,
        event.trigger_type as trigger_type,
        event.source as source,
        event.occurred_at as occurred_at,
        execution.id as execution_id,
        execution.action as action_ref,
        execution.status as execution_status,
        execution.ended_at as ended_at,
        cast(extract(epoch from (enforcement.enforced_at - event.occurred_at)) as double precision) as seconds_to_request,
        cast(extract(epoch from (execution.ended_at - event.occurred_at)) as double precision) as seconds_to_end,
        enforcement.trace_id as trace_id
    from enforcement
    left join trigger_instance event on event.id = enforcement.trigger_instance
    left join execution on execution.id = enforcement.execution;
comment on view report_v1.enforcements is 'What became of matches: event, rule, execution and how long it took, one row per action.';
comment on column report_v1.enforcements.id is 'Id of the enforcement, 24 hex digits.';
comment on column report_v1.enforcements.rule_ref is 'The rule.';
comment on column report_v1.enforcements.rule_revision is 'Its revision then.';
comment on column report_v1.enforcements.action_index is 'Which of the rules actions, from 0.';
comment on column report_v1.enforcements.status is 'succeeded: an execution was requested; failed: it could not be; shadow: recorded only.';
comment on column report_v1.enforcements.failure_reason is 'Why none was requested.';
comment on column report_v1.enforcements.enforced_at is 'When.';
comment on column report_v1.enforcements.event_id is 'The event.';
comment on column report_v1.enforcements.trigger_type is 'Ref of the type of its trigger.';
comment on column report_v1.enforcements.source is 'The sensor or door that brought it.';
comment on column report_v1.enforcements.occurred_at is 'When it happened, as the source says.';
comment on column report_v1.enforcements.execution_id is 'The execution that was requested; null where none was.';
comment on column report_v1.enforcements.action_ref is 'Its action.';
comment on column report_v1.enforcements.execution_status is 'Where it stands.';
comment on column report_v1.enforcements.ended_at is 'When it was completed; null until then.';
comment on column report_v1.enforcements.seconds_to_request is 'From what happened to the request for the action.';
comment on column report_v1.enforcements.seconds_to_end is 'From what happened to the end of the action; null until then.';
comment on column report_v1.enforcements.trace_id is 'The trace.';
grant select on report_v1.enforcements to drover_report;

create view report_v1.tasks as
    select
        id,
        parent as parent_id,
        action as action_ref,
        status,
        requested_at,
        ended_at,
        cast(extract(epoch from (ended_at - requested_at)) as double precision) as duration_seconds,
        trace_id
    from execution
    where parent is not null;
comment on view report_v1.tasks is 'Runs of actions that another execution asked for, such as the tasks of a workflow.';
comment on column report_v1.tasks.id is 'Id of the execution, 24 hex digits.';
comment on column report_v1.tasks.parent_id is 'The execution that asked for it.';
comment on column report_v1.tasks.action_ref is 'The action.';
comment on column report_v1.tasks.status is 'Where it stands.';
comment on column report_v1.tasks.requested_at is 'When it was asked for.';
comment on column report_v1.tasks.ended_at is 'When it was completed; null until then.';
comment on column report_v1.tasks.duration_seconds is 'From request to completion; null until then.';
comment on column report_v1.tasks.trace_id is 'The trace.';
grant select on report_v1.tasks to drover_report;

create view report_v1.durations as
    select
        action as action_ref,
        cast(requested_at at time zone 'UTC' as date) as on_day,
        count(*) as executions,
        count(*) filter (where status = 'succeeded') as succeeded,
        count(*) filter (where status in ('failed', 'timeout', 'abandoned')) as failed,
        cast(avg(cast(extract(epoch from (ended_at - requested_at)) as double precision)) as double precision) as average_seconds,
        cast(percentile_cont(0.5) within group (order by cast(extract(epoch from (ended_at - requested_at)) as double precision)) as double precision) as median_seconds,
        cast(percentile_cont(0.95) within group (order by cast(extract(epoch from (ended_at - requested_at)) as double precision)) as double precision) as p95_seconds,
        max(cast(extract(epoch from (ended_at - requested_at)) as double precision)) as longest_seconds
    from execution
    where ended_at is not null
    group by action, cast(requested_at at time zone 'UTC' as date);
comment on view report_v1.durations is 'How long completed runs of each action took, by day in UTC.';
comment on column report_v1.durations.action_ref is 'The action.';
comment on column report_v1.durations.on_day is 'The day of the requests.';
comment on column report_v1.durations.executions is 'How many were completed.';
comment on column report_v1.durations.succeeded is 'How many of them succeeded.';
comment on column report_v1.durations.failed is 'How many failed, ran out of time or were abandoned.';
comment on column report_v1.durations.average_seconds is 'From request to completion, on average.';
comment on column report_v1.durations.median_seconds is 'Half of them took no longer.';
comment on column report_v1.durations.p95_seconds is 'Of twenty, nineteen took no longer.';
comment on column report_v1.durations.longest_seconds is 'The longest.';
grant select on report_v1.durations to drover_report;

create view report_v1.rule_hours as
    select
        rule_ref,
        starts_at,
        cast(sum(matches) as bigint) as matches,
        cast(sum(requested) as bigint) as requested,
        cast(sum(failed) as bigint) as failed,
        cast(sum(shadowed) as bigint) as shadowed,
        cast(sum(errors) as bigint) as errors
    from (
        select
            rule_ref,
            date_trunc('hour', enforced_at, 'UTC') as starts_at,
            count(*) as matches,
            count(*) filter (where status = 'succeeded') as requested,
            count(*) filter (where status = 'failed') as failed,
            count(*) filter (where status = 'shadow') as shadowed,
            0 as errors
        from enforcement
        group by rule_ref, date_trunc('hour', enforced_at, 'UTC')
        union all
        select rule_ref, error_hour, 0, 0, 0, 0, sum(error_count) from clause_error group by rule_ref, error_hour
    ) as counted
    group by rule_ref, starts_at;
comment on view report_v1.rule_hours is 'What each rule did in each hour.';
comment on column report_v1.rule_hours.rule_ref is 'The rule.';
comment on column report_v1.rule_hours.starts_at is 'Start of the hour.';
comment on column report_v1.rule_hours.matches is 'How often it matched, counted by action.';
comment on column report_v1.rule_hours.requested is 'How many executions that led to.';
comment on column report_v1.rule_hours.failed is 'How often none could be requested.';
comment on column report_v1.rule_hours.shadowed is 'How often it was recorded only.';
comment on column report_v1.rule_hours.errors is 'How many errors its clauses had.';
grant select on report_v1.rule_hours to drover_report;

create view report_v1.clause_errors as
    select
        rule_ref,
        rule_revision,
        clause,
        error_hour,
        message,
        first_instance as first_event_id,
        error_count
    from clause_error;
comment on view report_v1.clause_errors is 'Errors in clauses of rules, counted by the hour.';
comment on column report_v1.clause_errors.rule_ref is 'The rule.';
comment on column report_v1.clause_errors.rule_revision is 'Its revision.';
comment on column report_v1.clause_errors.clause is 'The text of the clause.';
comment on column report_v1.clause_errors.error_hour is 'Start of the hour.';
comment on column report_v1.clause_errors.message is 'What the first one said.';
comment on column report_v1.clause_errors.first_event_id is 'The event of the first one.';
comment on column report_v1.clause_errors.error_count is 'How many.';
grant select on report_v1.clause_errors to drover_report;

create view report_v1.targets as
    select
        id as execution_id,
        action as action_ref,
        status,
        requested_at,
        coalesce(
            parameters ->> 'host',
            parameters ->> 'hosts',
            parameters ->> 'hostname',
            parameters ->> 'target',
            parameters ->> 'server',
            parameters ->> 'node') as target
    from execution;
comment on view report_v1.targets is 'What executions were aimed at: the first that is there of the parameters host, hosts, hostname, target, server and node.';
comment on column report_v1.targets.execution_id is 'The execution.';
comment on column report_v1.targets.action_ref is 'The action.';
comment on column report_v1.targets.status is 'Where it stands.';
comment on column report_v1.targets.requested_at is 'When it was asked for.';
comment on column report_v1.targets.target is 'The machine, or what it is; null where no such parameter is given.';
grant select on report_v1.targets to drover_report;

create view report_v1.rules as
    select
        revision.rule_ref as rule_ref,
        split_part(revision.rule_ref, '.', 1) as pack,
        revision.revision as revision,
        coalesce(revision.document ->> 'enabled', 'false') = 'true' as is_enabled,
        coalesce(revision.document ->> 'shadow', 'false') = 'true' as is_shadow,
        revision.document as document,
        revision.from_file as from_file,
        revision.changed_at as changed_at,
        revision.changed_by as changed_by
    from rule_revision revision
    where revision.document is not null
        and revision.revision = (select max(newer.revision) from rule_revision newer where newer.rule_ref = revision.rule_ref);
comment on view report_v1.rules is 'The rules that are there now.';
comment on column report_v1.rules.rule_ref is 'The rule.';
comment on column report_v1.rules.pack is 'Its pack.';
comment on column report_v1.rules.revision is 'Its newest revision.';
comment on column report_v1.rules.is_enabled is 'Whether it is on.';
comment on column report_v1.rules.is_shadow is 'Whether its matches are recorded only.';
comment on column report_v1.rules.document is 'What it says, as JSON.';
comment on column report_v1.rules.from_file is 'Whether a file of the pack owns it; else the API made it.';
comment on column report_v1.rules.changed_at is 'When its newest revision was made.';
comment on column report_v1.rules.changed_by is 'Who made it.';
grant select on report_v1.rules to drover_report;

create view report_v1.actions as
    select
        ref as action_ref,
        split_part(ref, '.', 1) as pack,
        document ->> 'runner_type' as runner,
        is_enabled,
        hash as action_revision,
        document,
        registered_at
    from content
    where kind = 'action' and is_current;
comment on view report_v1.actions is 'The actions that are there now.';
comment on column report_v1.actions.action_ref is 'The action.';
comment on column report_v1.actions.pack is 'Its pack.';
comment on column report_v1.actions.runner is 'What carries it out.';
comment on column report_v1.actions.is_enabled is 'Whether it is on.';
comment on column report_v1.actions.action_revision is 'Hash of its definition, as in executions.';
comment on column report_v1.actions.document is 'What it says, as JSON.';
comment on column report_v1.actions.registered_at is 'When this definition was registered.';
grant select on report_v1.actions to drover_report;

create view report_v1.packs as
    select
        split_part(ref, '.', 1) as pack,
        document ->> 'version' as version,
        document,
        registered_at
    from content
    where kind = 'pack' and is_current;
comment on view report_v1.packs is 'The packs that are there now.';
comment on column report_v1.packs.pack is 'The pack.';
comment on column report_v1.packs.version is 'Its version.';
comment on column report_v1.packs.document is 'What its pack.yaml says, as JSON.';
comment on column report_v1.packs.registered_at is 'When this version was registered.';
grant select on report_v1.packs to drover_report;

create view report_v1.audit_seals as
    select
        node,
        number as seal,
        sealed_day as on_day,
        record_count as records,
        hash,
        sealed_at
    from audit_seal;
comment on view report_v1.audit_seals is 'The seals over the audit records, see docs/audit.md.';
comment on column report_v1.audit_seals.node is 'Number of the node.';
comment on column report_v1.audit_seals.seal is '1, 2, 3 … on its node.';
comment on column report_v1.audit_seals.on_day is 'The day of its records, in UTC.';
comment on column report_v1.audit_seals.records is 'How many it closes.';
comment on column report_v1.audit_seals.hash is 'Its hash, which follows from the seal before and from the records.';
comment on column report_v1.audit_seals.sealed_at is 'When it was made.';
grant select on report_v1.audit_seals to drover_report;
