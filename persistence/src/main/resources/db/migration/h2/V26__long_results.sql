-- H2 does not part a page whose rows grow by updates, and writes the whole page at each commit: what is long stands beside the rows.

alter table execution add column long_result character large object;
comment on column execution.result is 'What came out, where that is short.';
comment on column execution.long_result is 'What came out as JSON, where that is long; result is null then.';

create or replace view report_v1.executions as
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
        coalesce(result, long_result format json) as result,
        status_log,
        batch,
        node,
        place
    from execution;
comment on view report_v1.executions is 'Runs of actions.';
grant select on report_v1.executions to drover_report;
