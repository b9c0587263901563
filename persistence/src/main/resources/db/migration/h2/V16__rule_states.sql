-- What rules over several events and limits have collected, and what limits stopped.

create table rule_state (
    pack varchar not null,
    rule_ref varchar not null,
    part varchar not null,
    key_name varchar not null,
    revision integer not null,
    state_key varchar not null,
    document json not null,
    since timestamp(6) with time zone,
    primary key (pack, rule_ref, part, key_name)
);
create index rule_state_since on rule_state (since);
comment on table rule_state is 'What the parts of rules have collected, by key; written together with what came of it.';
comment on column rule_state.pack is 'The pack of the rule.';
comment on column rule_state.rule_ref is 'The rule.';
comment on column rule_state.part is 'form, hold, or the name of a limit; a part may be stored in numbered pieces, such as form/3.';
comment on column rule_state.key_name is 'The key; the hash of a long one.';
comment on column rule_state.revision is 'The revision of the rule that collected it.';
comment on column rule_state.state_key is 'The value that its events have in common; empty where all events share one key.';
comment on column rule_state.document is 'What was collected; events stand in it by their ids.';
comment on column rule_state.since is 'When the oldest event was accepted to which it refers: none of these is purged.';

create table limited_match (
    seq bigint generated always as identity (cache 20000) primary key,
    rule_ref varchar not null,
    rule_revision integer not null,
    limit_name varchar not null,
    key_name varchar not null,
    limit_key varchar not null,
    window_starts_at timestamp(6) with time zone not null,
    first_instance varchar not null,
    last_instance varchar not null,
    first_at timestamp(6) with time zone not null,
    last_at timestamp(6) with time zone not null,
    match_count bigint not null
);
create unique index limited_match_name on limited_match (rule_ref, limit_name, key_name, window_starts_at);
create index limited_match_time on limited_match (last_at);
comment on table limited_match is 'What limits, silences and freezes stopped or delayed, and events that rules over several events did not collect: counted by rule, limit, key and window.';
comment on column limited_match.seq is 'Order of insertion.';
comment on column limited_match.rule_ref is 'The rule.';
comment on column limited_match.rule_revision is 'Its revision at the last of them.';
comment on column limited_match.limit_name is 'The limit, such as throttle; silence, freeze; late and no_key for events that were not collected.';
comment on column limited_match.key_name is 'The key; the hash of a long one.';
comment on column limited_match.limit_key is 'The key of the limit; empty where it has none.';
comment on column limited_match.window_starts_at is 'When the window of the limit began; the hour for what has no window.';
comment on column limited_match.first_instance is 'The event of the first of them.';
comment on column limited_match.last_instance is 'The event of the last of them.';
comment on column limited_match.first_at is 'The time of the first match.';
comment on column limited_match.last_at is 'The time of the last match.';
comment on column limited_match.match_count is 'How many.';

comment on column enforcement.status is 'succeeded: an execution was requested; failed: it could not be; shadow: recorded only; limited: a limit stopped or delayed it.';
comment on column enforcement.failure_reason is 'Why none was; of a limited match, the limit.';

create view report_v1.limited as
    select
        rule_ref,
        rule_revision,
        limit_name,
        limit_key,
        window_starts_at,
        first_instance as first_event_id,
        last_instance as last_event_id,
        first_at,
        last_at,
        match_count
    from limited_match;
comment on view report_v1.limited is 'Matches that limits, silences and freezes stopped or delayed, and events that rules over several events did not collect, counted by rule, limit, key and window.';
grant select on report_v1.limited to drover_report;

drop view report_v1.rule_hours;
create view report_v1.rule_hours as
    select
        rule_ref,
        starts_at,
        cast(sum(matches) as bigint) as matches,
        cast(sum(requested) as bigint) as requested,
        cast(sum(failed) as bigint) as failed,
        cast(sum(shadowed) as bigint) as shadowed,
        cast(sum(errors) as bigint) as errors,
        cast(sum(limited) as bigint) as limited
    from (
        select
            rule_ref,
            date_trunc('hour', enforced_at) as starts_at,
            count(*) filter (where status <> 'limited') as matches,
            count(*) filter (where status = 'succeeded') as requested,
            count(*) filter (where status = 'failed') as failed,
            count(*) filter (where status = 'shadow') as shadowed,
            0 as errors,
            0 as limited
        from enforcement
        group by rule_ref, date_trunc('hour', enforced_at)
        union all
        select rule_ref, error_hour, 0, 0, 0, 0, sum(error_count), 0 from clause_error group by rule_ref, error_hour
        union all
        select rule_ref, date_trunc('hour', first_at), 0, 0, 0, 0, 0, sum(match_count)
        from limited_match
        where limit_name not in ('late', 'no_key')
        group by rule_ref, date_trunc('hour', first_at)
    ) as counted
    group by rule_ref, starts_at;
comment on view report_v1.rule_hours is 'What each rule did in each hour.';
grant select on report_v1.rule_hours to drover_report;

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
        ('matches', 6, 'status', 'succeeded: an execution was requested; failed: it could not be; shadow: recorded only; limited: a limit stopped or delayed it.'),
        ('matches', 7, 'execution_id', 'The execution that was requested; null where none was.'),
        ('matches', 8, 'failure_reason', 'Why none was requested; of a limited match, the limit.'),
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
        ('enforcements', 5, 'status', 'succeeded: an execution was requested; failed: it could not be; shadow: recorded only; limited: a limit stopped or delayed it.'),
        ('enforcements', 6, 'failure_reason', 'Why none was requested; of a limited match, the limit.'),
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
        ('rule_hours', 3, 'matches', 'How often it matched and nothing stopped it, counted by action.'),
        ('rule_hours', 4, 'requested', 'How many executions that led to.'),
        ('rule_hours', 5, 'failed', 'How often none could be requested.'),
        ('rule_hours', 6, 'shadowed', 'How often it was recorded only.'),
        ('rule_hours', 7, 'errors', 'How many errors its clauses had.'),
        ('rule_hours', 8, 'limited', 'How many further matches a limit, a silence or a freeze stopped or delayed, in the hour of the first of their window.'),
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
        ('audit_seals', 6, 'sealed_at', 'When it was made.'),
        ('users', 1, 'user_name', 'How they call themselves.'),
        ('users', 2, 'origin', 'Who knows whether somebody is this user: local, file or proxy.'),
        ('users', 3, 'is_enabled', 'Whether they are let in.'),
        ('users', 4, 'roles', 'Their roles by API and by groups, in order, with commas between; null: none. Those of role files are in the files.'),
        ('users', 5, 'created_at', 'When they were made, or came first.'),
        ('users', 6, 'last_login_at', 'Their newest login of which the token is still kept, up to an hour after its end; null: none is.'),
        ('workflow_tasks', 1, 'task_id', 'Id of this run of the task, 24 hex digits.'),
        ('workflow_tasks', 2, 'execution_id', 'The execution of the workflow; after a rerun, the newest one.'),
        ('workflow_tasks', 3, 'workflow_ref', 'The workflow: its action.'),
        ('workflow_tasks', 4, 'task', 'The name of the task.'),
        ('workflow_tasks', 5, 'route', 'Which way through the workflow led here, from 0.'),
        ('workflow_tasks', 6, 'status', 'Where it stands, such as running or succeeded.'),
        ('workflow_tasks', 7, 'items', 'How many items it has; null for a plain task.'),
        ('workflow_tasks', 8, 'started_at', 'When it started; null until then.'),
        ('workflow_tasks', 9, 'ended_at', 'When it ended; null until then.'),
        ('workflow_tasks', 10, 'duration_seconds', 'From start to end; null until then.'),
        ('limited', 1, 'rule_ref', 'The rule.'),
        ('limited', 2, 'rule_revision', 'Its revision at the last of them.'),
        ('limited', 3, 'limit_name', 'The limit, such as throttle; silence, freeze; late and no_key for events that were not collected.'),
        ('limited', 4, 'limit_key', 'The key of the limit; empty where it has none.'),
        ('limited', 5, 'window_starts_at', 'When the window of the limit began; the hour for what has no window.'),
        ('limited', 6, 'first_event_id', 'The event of the first of them.'),
        ('limited', 7, 'last_event_id', 'The event of the last of them.'),
        ('limited', 8, 'first_at', 'The time of the first match.'),
        ('limited', 9, 'last_at', 'The time of the last match.'),
        ('limited', 10, 'match_count', 'How many.'));
comment on view report_v1.columns is 'What the columns of the other views mean.';
grant select on report_v1.columns to drover_report;
