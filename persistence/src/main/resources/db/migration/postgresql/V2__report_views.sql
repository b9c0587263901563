-- The public contract for reports: views, and a role that may read them and nothing else.

do $$
begin
    if not exists (select from pg_roles where rolname = 'drover_report') then
        create role drover_report nologin;
    end if;
    if not pg_has_role(current_user, 'drover_report', 'member') then
        grant drover_report to current_user;
    end if;
exception
    when duplicate_object or unique_violation then
        null; -- another database of this server made it at the same time
    when insufficient_privilege then
        raise exception 'Drover needs the role drover_report, and its user may not create it. Let an administrator run: create role drover_report; grant drover_report to %', current_user;
end
$$;

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
comment on column report_v1.events.id is 'Id of the event, 24 hex digits.';
comment on column report_v1.events.trigger_ref is 'The trigger: its types ref, or that of a type with parameters.';
comment on column report_v1.events.trigger_type is 'Ref of the triggers type.';
comment on column report_v1.events.source is 'The sensor or door that brought it.';
comment on column report_v1.events.payload is 'What the source said, as JSON.';
comment on column report_v1.events.dedupe_key is 'The sources identity of the event; null where it has none.';
comment on column report_v1.events.trace_id is 'Ties together all that one first event or request caused.';
comment on column report_v1.events.trace_tag is 'What a person or a source called the trace.';
comment on column report_v1.events.occurred_at is 'When it happened, as the source says.';
comment on column report_v1.events.accepted_at is 'When it was taken in and confirmed.';
comment on column report_v1.events.batch is 'Position, first part: number of the commit on its node.';
comment on column report_v1.events.node is 'Position, second part: number of the node.';
comment on column report_v1.events.place is 'Position, third part: index within the batch.';
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
comment on column report_v1.matches.id is 'Id of the enforcement, 24 hex digits.';
comment on column report_v1.matches.event_id is 'The event.';
comment on column report_v1.matches.rule_ref is 'The rule that matched.';
comment on column report_v1.matches.rule_revision is 'Its revision then.';
comment on column report_v1.matches.action_index is 'Which of the rules actions, from 0.';
comment on column report_v1.matches.status is 'succeeded: an execution was requested; failed: it could not be; shadow: recorded only.';
comment on column report_v1.matches.execution_id is 'The execution that was requested; null where none was.';
comment on column report_v1.matches.failure_reason is 'Why none was requested.';
comment on column report_v1.matches.shadow_parameters is 'What a rule in shadow mode would have used, as JSON, secrets masked.';
comment on column report_v1.matches.trace_id is 'The trace.';
comment on column report_v1.matches.enforced_at is 'When.';
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
comment on column report_v1.executions.id is 'Id of the execution, 24 hex digits.';
comment on column report_v1.executions.action_ref is 'The action.';
comment on column report_v1.executions.action_revision is 'Hash of the actions definition at the time of the request.';
comment on column report_v1.executions.runner is 'What carries it out.';
comment on column report_v1.executions.status is 'Where it stands, in StackStorms words, such as running or succeeded.';
comment on column report_v1.executions.parameters is 'What the caller gave, as JSON, secrets masked.';
comment on column report_v1.executions.context is 'What else travels along, as JSON.';
comment on column report_v1.executions.user_name is 'On whose behalf it runs.';
comment on column report_v1.executions.rule_ref is 'The rule that asked for it; null where a person did.';
comment on column report_v1.executions.rule_revision is 'The rules revision then, 0 without a rule.';
comment on column report_v1.executions.trigger_ref is 'The events trigger.';
comment on column report_v1.executions.trigger_type is 'The events trigger type.';
comment on column report_v1.executions.event_id is 'The event.';
comment on column report_v1.executions.parent_id is 'The execution that asked for it.';
comment on column report_v1.executions.trace_id is 'The trace.';
comment on column report_v1.executions.trace_tag is 'What a person or a source called the trace.';
comment on column report_v1.executions.attempt is 'How often it was claimed.';
comment on column report_v1.executions.owner is 'The node that has it; null where none has.';
comment on column report_v1.executions.requested_at is 'When it was asked for.';
comment on column report_v1.executions.ended_at is 'When it was completed; null until then.';
comment on column report_v1.executions.duration_seconds is 'From request to completion; null until then.';
comment on column report_v1.executions.result is 'What came out, as JSON; null until then.';
comment on column report_v1.executions.status_log is 'Every status it had, oldest first, as JSON.';
comment on column report_v1.executions.batch is 'Position, first part: number of the commit on its node.';
comment on column report_v1.executions.node is 'Position, second part: number of the node.';
comment on column report_v1.executions.place is 'Position, third part: index within the batch.';
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
comment on column report_v1.audit.who is 'A user, or the part of the daemon that acted on its own.';
comment on column report_v1.audit.what is 'A verb in the past tense, such as succeeded or enabled.';
comment on column report_v1.audit.kind is 'What it was done to, such as execution or rule.';
comment on column report_v1.audit.subject is 'Its id or ref.';
comment on column report_v1.audit.why is 'The reason, in words; null where the verb says it all.';
comment on column report_v1.audit.trace_id is 'The trace; null where no event or request caused it.';
comment on column report_v1.audit.happened_at is 'When.';
comment on column report_v1.audit.details is 'What else is worth keeping, as JSON.';
comment on column report_v1.audit.batch is 'Position, first part: number of the commit on its node.';
comment on column report_v1.audit.node is 'Position, second part: number of the node.';
comment on column report_v1.audit.place is 'Position, third part: index within the batch.';
grant select on report_v1.audit to drover_report;

create view report_v1.columns (view_name, place, column_name, description) as
    select
        view.relname::text,
        attribute.attnum::integer,
        attribute.attname::text,
        col_description(view.oid, attribute.attnum)
    from pg_class view
    join pg_namespace schema on schema.oid = view.relnamespace and schema.nspname = 'report_v1'
    join pg_attribute attribute on attribute.attrelid = view.oid and attribute.attnum > 0
    where view.relname <> 'columns';
comment on view report_v1.columns is 'What the columns of the other views mean.';
grant select on report_v1.columns to drover_report;
grant usage on schema report_v1 to drover_report;

-- Runs a query with the rights of drover_report. A role taken on by "set role" could be put off again by the query; in a
-- function that runs with its owner's rights, PostgreSQL refuses that.
create function report_v1.run(query text, row_limit bigint) returns setof json
    language plpgsql
    security definer
    set search_path = report_v1, pg_temp
as $$
begin
    return query execute
        'select coalesce((select json_agg(cell.value order by cell.ordinality)'
        ' from json_each(row_to_json(report)) with ordinality as cell), ''[]'')'
        ' from (' || query || E'\n) as report limit ' || row_limit;
end
$$;
revoke all on function report_v1.run(text, bigint) from public;
grant create on schema report_v1 to drover_report;
alter function report_v1.run(text, bigint) owner to drover_report;
revoke create on schema report_v1 from drover_report;
