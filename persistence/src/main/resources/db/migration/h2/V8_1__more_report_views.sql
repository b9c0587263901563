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
            date_trunc('hour', enforced_at) as starts_at,
            count(*) as matches,
            count(*) filter (where status = 'succeeded') as requested,
            count(*) filter (where status = 'failed') as failed,
            count(*) filter (where status = 'shadow') as shadowed,
            0 as errors
        from enforcement
        group by rule_ref, date_trunc('hour', enforced_at)
        union all
        select rule_ref, error_hour, 0, 0, 0, 0, sum(error_count) from clause_error group by rule_ref, error_hour
    ) as counted
    group by rule_ref, starts_at;
comment on view report_v1.rule_hours is 'What each rule did in each hour.';
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
grant select on report_v1.clause_errors to drover_report;

create view report_v1.targets as
    select
        id as execution_id,
        action as action_ref,
        status,
        requested_at,
        coalesce(
            nullif(trim(both '"' from cast((parameters)."host" as varchar)), 'null'),
            nullif(trim(both '"' from cast((parameters)."hosts" as varchar)), 'null'),
            nullif(trim(both '"' from cast((parameters)."hostname" as varchar)), 'null'),
            nullif(trim(both '"' from cast((parameters)."target" as varchar)), 'null'),
            nullif(trim(both '"' from cast((parameters)."server" as varchar)), 'null'),
            nullif(trim(both '"' from cast((parameters)."node" as varchar)), 'null')) as target
    from execution;
comment on view report_v1.targets is 'What executions were aimed at: the first that is there of the parameters host, hosts, hostname, target, server and node.';
grant select on report_v1.targets to drover_report;

create view report_v1.rules as
    select
        revision.rule_ref as rule_ref,
        substring(revision.rule_ref, 1, locate('.', revision.rule_ref) - 1) as pack,
        revision.revision as revision,
        coalesce(nullif(trim(both '"' from cast((revision.document)."enabled" as varchar)), 'null'), 'false') = 'true' as is_enabled,
        coalesce(nullif(trim(both '"' from cast((revision.document)."shadow" as varchar)), 'null'), 'false') = 'true' as is_shadow,
        revision.document as document,
        revision.from_file as from_file,
        revision.changed_at as changed_at,
        revision.changed_by as changed_by
    from rule_revision revision
    where revision.document is not null
        and revision.revision = (select max(newer.revision) from rule_revision newer where newer.rule_ref = revision.rule_ref);
comment on view report_v1.rules is 'The rules that are there now.';
grant select on report_v1.rules to drover_report;

create view report_v1.actions as
    select
        ref as action_ref,
        substring(ref, 1, locate('.', ref) - 1) as pack,
        nullif(trim(both '"' from cast((document)."runner_type" as varchar)), 'null') as runner,
        is_enabled,
        hash as action_revision,
        document,
        registered_at
    from content
    where kind = 'action' and is_current;
comment on view report_v1.actions is 'The actions that are there now.';
grant select on report_v1.actions to drover_report;

create view report_v1.packs as
    select
        substring(ref, 1, locate('.', ref) - 1) as pack,
        nullif(trim(both '"' from cast((document)."version" as varchar)), 'null') as version,
        document,
        registered_at
    from content
    where kind = 'pack' and is_current;
comment on view report_v1.packs is 'The packs that are there now.';
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
grant select on report_v1.audit_seals to drover_report;

drop view report_v1.columns;
create view report_v1.columns (view_name, place, column_name, description) as
    select c1, c2, c3, c4 from (values
        ('events', 1, 'id', 'Id of the event, 24 hex digits.'),
        ('events', 2, 'trigger_ref', 'The trigger: its types ref, or that of a type with parameters.'),
        ('events', 3, 'trigger_type', 'Ref of the triggers type.'),
        ('events', 4, 'source', 'The sensor or door that brought it.'),
        ('events', 5, 'payload', 'What the source said, as JSON.'),
        ('events', 6, 'dedupe_key', 'The sources identity of the event; null where it has none.'),
        ('events', 7, 'trace_id', 'Ties together all that one first event or request caused.'),
        ('events', 8, 'trace_tag', 'What a person or a source called the trace.'),
        ('events', 9, 'occurred_at', 'When it happened, as the source says.'),
        ('events', 10, 'accepted_at', 'When it was taken in and confirmed.'),
        ('events', 11, 'batch', 'Position, first part: number of the commit on its node.'),
        ('events', 12, 'node', 'Position, second part: number of the node.'),
        ('events', 13, 'place', 'Position, third part: index within the batch.'),
        ('matches', 1, 'id', 'Id of the enforcement, 24 hex digits.'),
        ('matches', 2, 'event_id', 'The event.'),
        ('matches', 3, 'rule_ref', 'The rule that matched.'),
        ('matches', 4, 'rule_revision', 'Its revision then.'),
        ('matches', 5, 'action_index', 'Which of the rules actions, from 0.'),
        ('matches', 6, 'status', 'succeeded: an execution was requested; failed: it could not be; shadow: recorded only.'),
        ('matches', 7, 'execution_id', 'The execution that was requested; null where none was.'),
        ('matches', 8, 'failure_reason', 'Why none was requested.'),
        ('matches', 9, 'shadow_parameters', 'What a rule in shadow mode would have used, as JSON, secrets masked.'),
        ('matches', 10, 'trace_id', 'The trace.'),
        ('matches', 11, 'enforced_at', 'When.'),
        ('executions', 1, 'id', 'Id of the execution, 24 hex digits.'),
        ('executions', 2, 'action_ref', 'The action.'),
        ('executions', 3, 'action_revision', 'Hash of the actions definition at the time of the request.'),
        ('executions', 4, 'runner', 'What carries it out.'),
        ('executions', 5, 'status', 'Where it stands, in StackStorms words, such as running or succeeded.'),
        ('executions', 6, 'parameters', 'What the caller gave, as JSON, secrets masked.'),
        ('executions', 7, 'context', 'What else travels along, as JSON.'),
        ('executions', 8, 'user_name', 'On whose behalf it runs.'),
        ('executions', 9, 'rule_ref', 'The rule that asked for it; null where a person did.'),
        ('executions', 10, 'rule_revision', 'The rules revision then, 0 without a rule.'),
        ('executions', 11, 'trigger_ref', 'The events trigger.'),
        ('executions', 12, 'trigger_type', 'The events trigger type.'),
        ('executions', 13, 'event_id', 'The event.'),
        ('executions', 14, 'parent_id', 'The execution that asked for it.'),
        ('executions', 15, 'trace_id', 'The trace.'),
        ('executions', 16, 'trace_tag', 'What a person or a source called the trace.'),
        ('executions', 17, 'attempt', 'How often it was claimed.'),
        ('executions', 18, 'owner', 'The node that has it; null where none has.'),
        ('executions', 19, 'requested_at', 'When it was asked for.'),
        ('executions', 20, 'ended_at', 'When it was completed; null until then.'),
        ('executions', 21, 'duration_seconds', 'From request to completion; null until then.'),
        ('executions', 22, 'result', 'What came out, as JSON; null until then.'),
        ('executions', 23, 'status_log', 'Every status it had, oldest first, as JSON.'),
        ('executions', 24, 'batch', 'Position, first part: number of the commit on its node.'),
        ('executions', 25, 'node', 'Position, second part: number of the node.'),
        ('executions', 26, 'place', 'Position, third part: index within the batch.'),
        ('audit', 1, 'who', 'A user, or the part of the daemon that acted on its own.'),
        ('audit', 2, 'what', 'A verb in the past tense, such as succeeded or enabled.'),
        ('audit', 3, 'kind', 'What it was done to, such as execution or rule.'),
        ('audit', 4, 'subject', 'Its id or ref.'),
        ('audit', 5, 'why', 'The reason, in words; null where the verb says it all.'),
        ('audit', 6, 'trace_id', 'The trace; null where no event or request caused it.'),
        ('audit', 7, 'happened_at', 'When.'),
        ('audit', 8, 'details', 'What else is worth keeping, as JSON.'),
        ('audit', 9, 'batch', 'Position, first part: number of the commit on its node.'),
        ('audit', 10, 'node', 'Position, second part: number of the node.'),
        ('audit', 11, 'place', 'Position, third part: index within the batch.'),
        ('enforcements', 1, 'id', 'Id of the enforcement, 24 hex digits.'),
        ('enforcements', 2, 'rule_ref', 'The rule.'),
        ('enforcements', 3, 'rule_revision', 'Its revision then.'),
        ('enforcements', 4, 'action_index', 'Which of the rules actions, from 0.'),
        ('enforcements', 5, 'status', 'succeeded: an execution was requested; failed: it could not be; shadow: recorded only.'),
        ('enforcements', 6, 'failure_reason', 'Why none was requested.'),
        ('enforcements', 7, 'enforced_at', 'When.'),
        ('enforcements', 8, 'event_id', 'The event.'),
        ('enforcements', 9, 'trigger_type', 'Ref of the type of its trigger.'),
        ('enforcements', 10, 'source', 'The sensor or door that brought it.'),
        ('enforcements', 11, 'occurred_at', 'When it happened, as the source says.'),
        ('enforcements', 12, 'execution_id', 'The execution that was requested; null where none was.'),
        ('enforcements', 13, 'action_ref', 'Its action.'),
        ('enforcements', 14, 'execution_status', 'Where it stands.'),
        ('enforcements', 15, 'ended_at', 'When it was completed; null until then.'),
        ('enforcements', 16, 'seconds_to_request', 'From what happened to the request for the action.'),
        ('enforcements', 17, 'seconds_to_end', 'From what happened to the end of the action; null until then.'),
        ('enforcements', 18, 'trace_id', 'The trace.'),
        ('tasks', 1, 'id', 'Id of the execution, 24 hex digits.'),
        ('tasks', 2, 'parent_id', 'The execution that asked for it.'),
        ('tasks', 3, 'action_ref', 'The action.'),
        ('tasks', 4, 'status', 'Where it stands.'),
        ('tasks', 5, 'requested_at', 'When it was asked for.'),
        ('tasks', 6, 'ended_at', 'When it was completed; null until then.'),
        ('tasks', 7, 'duration_seconds', 'From request to completion; null until then.'),
        ('tasks', 8, 'trace_id', 'The trace.'),
        ('durations', 1, 'action_ref', 'The action.'),
        ('durations', 2, 'on_day', 'The day of the requests.'),
        ('durations', 3, 'executions', 'How many were completed.'),
        ('durations', 4, 'succeeded', 'How many of them succeeded.'),
        ('durations', 5, 'failed', 'How many failed, ran out of time or were abandoned.'),
        ('durations', 6, 'average_seconds', 'From request to completion, on average.'),
        ('durations', 7, 'median_seconds', 'Half of them took no longer.'),
        ('durations', 8, 'p95_seconds', 'Of twenty, nineteen took no longer.'),
        ('durations', 9, 'longest_seconds', 'The longest.'),
        ('rule_hours', 1, 'rule_ref', 'The rule.'),
        ('rule_hours', 2, 'starts_at', 'Start of the hour.'),
        ('rule_hours', 3, 'matches', 'How often it matched, counted by action.'),
        ('rule_hours', 4, 'requested', 'How many executions that led to.'),
        ('rule_hours', 5, 'failed', 'How often none could be requested.'),
        ('rule_hours', 6, 'shadowed', 'How often it was recorded only.'),
        ('rule_hours', 7, 'errors', 'How many errors its clauses had.'),
        ('clause_errors', 1, 'rule_ref', 'The rule.'),
        ('clause_errors', 2, 'rule_revision', 'Its revision.'),
        ('clause_errors', 3, 'clause', 'The text of the clause.'),
        ('clause_errors', 4, 'error_hour', 'Start of the hour.'),
        ('clause_errors', 5, 'message', 'What the first one said.'),
        ('clause_errors', 6, 'first_event_id', 'The event of the first one.'),
        ('clause_errors', 7, 'error_count', 'How many.'),
        ('targets', 1, 'execution_id', 'The execution.'),
        ('targets', 2, 'action_ref', 'The action.'),
        ('targets', 3, 'status', 'Where it stands.'),
        ('targets', 4, 'requested_at', 'When it was asked for.'),
        ('targets', 5, 'target', 'The machine, or what it is; null where no such parameter is given.'),
        ('rules', 1, 'rule_ref', 'The rule.'),
        ('rules', 2, 'pack', 'Its pack.'),
        ('rules', 3, 'revision', 'Its newest revision.'),
        ('rules', 4, 'is_enabled', 'Whether it is on.'),
        ('rules', 5, 'is_shadow', 'Whether its matches are recorded only.'),
        ('rules', 6, 'document', 'What it says, as JSON.'),
        ('rules', 7, 'from_file', 'Whether a file of the pack owns it; else the API made it.'),
        ('rules', 8, 'changed_at', 'When its newest revision was made.'),
        ('rules', 9, 'changed_by', 'Who made it.'),
        ('actions', 1, 'action_ref', 'The action.'),
        ('actions', 2, 'pack', 'Its pack.'),
        ('actions', 3, 'runner', 'What carries it out.'),
        ('actions', 4, 'is_enabled', 'Whether it is on.'),
        ('actions', 5, 'action_revision', 'Hash of its definition, as in executions.'),
        ('actions', 6, 'document', 'What it says, as JSON.'),
        ('actions', 7, 'registered_at', 'When this definition was registered.'),
        ('packs', 1, 'pack', 'The pack.'),
        ('packs', 2, 'version', 'Its version.'),
        ('packs', 3, 'document', 'What its pack.yaml says, as JSON.'),
        ('packs', 4, 'registered_at', 'When this version was registered.'),
        ('audit_seals', 1, 'node', 'Number of the node.'),
        ('audit_seals', 2, 'seal', '1, 2, 3 … on its node.'),
        ('audit_seals', 3, 'on_day', 'The day of its records, in UTC.'),
        ('audit_seals', 4, 'records', 'How many it closes.'),
        ('audit_seals', 5, 'hash', 'Its hash, which follows from the seal before and from the records.'),
        ('audit_seals', 6, 'sealed_at', 'When it was made.'));
comment on view report_v1.columns is 'What the columns of the other views mean.';
grant select on report_v1.columns to drover_report;
