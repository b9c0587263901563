-- The public contract for reports: views, and a user that may read them and nothing else. It is made before the migrations.

create schema report_v1;

create view report_v1.events as
    select
        id,
        trigger_ref,
        trigger_type,
        source,
        payload,
        dedupe_key,
        trace_id,
        trace_tag,
        occurred_at,
        accepted_at,
        batch,
        node,
        place
    from trigger_instance;
comment on view report_v1.events is 'Events that were accepted.';
grant select on report_v1.events to drover_report;

create view report_v1.matches as
    select
        id,
        trigger_instance as event_id,
        rule_ref,
        rule_revision,
        action_index,
        status,
        execution as execution_id,
        failure_reason,
        parameters as shadow_parameters,
        trace_id,
        enforced_at
    from enforcement;
comment on view report_v1.matches is 'What came of the matches of rules, one row per action.';
grant select on report_v1.matches to drover_report;

create view report_v1.executions as
    select
        id,
        action as action_ref,
        action_revision,
        runner,
        status,
        parameters,
        context,
        user_name,
        rule_ref,
        rule_revision,
        trigger_ref,
        trigger_type,
        trigger_instance as event_id,
        parent as parent_id,
        trace_id,
        trace_tag,
        attempt,
        owner,
        requested_at,
        ended_at,
        cast(extract(epoch from (ended_at - requested_at)) as double precision) as duration_seconds,
        result,
        status_log,
        batch,
        node,
        place
    from execution;
comment on view report_v1.executions is 'Runs of actions.';
grant select on report_v1.executions to drover_report;

create view report_v1.audit as
    select
        who,
        what,
        kind,
        subject,
        why,
        trace_id,
        happened_at,
        details,
        batch,
        node,
        place
    from audit_record;
comment on view report_v1.audit is 'Who did what to what, when and why.';
grant select on report_v1.audit to drover_report;

-- H2 keeps no comments on the columns of views.
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
        ('audit', 11, 'place', 'Position, third part: index within the batch.'));
comment on view report_v1.columns is 'What the columns of the other views mean.';
grant select on report_v1.columns to drover_report;
