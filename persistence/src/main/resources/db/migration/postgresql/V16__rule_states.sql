-- What rules over several events and limits have collected, and what limits stopped.

create table rule_state (
    pack text collate "C" not null,
    rule_ref text collate "C" not null,
    part text collate "C" not null,
    key_name text collate "C" not null,
    revision integer not null,
    state_key text collate "C" not null,
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
    seq bigint generated always as identity primary key,
    rule_ref text collate "C" not null,
    rule_revision integer not null,
    limit_name text collate "C" not null,
    key_name text collate "C" not null,
    limit_key text collate "C" not null,
    window_starts_at timestamp(6) with time zone not null,
    first_instance text collate "C" not null,
    last_instance text collate "C" not null,
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
comment on column report_v1.limited.rule_ref is 'The rule.';
comment on column report_v1.limited.rule_revision is 'Its revision at the last of them.';
comment on column report_v1.limited.limit_name is 'The limit, such as throttle; silence, freeze; late and no_key for events that were not collected.';
comment on column report_v1.limited.limit_key is 'The key of the limit; empty where it has none.';
comment on column report_v1.limited.window_starts_at is 'When the window of the limit began; the hour for what has no window.';
comment on column report_v1.limited.first_event_id is 'The event of the first of them.';
comment on column report_v1.limited.last_event_id is 'The event of the last of them.';
comment on column report_v1.limited.first_at is 'The time of the first match.';
comment on column report_v1.limited.last_at is 'The time of the last match.';
comment on column report_v1.limited.match_count is 'How many.';
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
            date_trunc('hour', enforced_at, 'UTC') as starts_at,
            count(*) filter (where status <> 'limited') as matches,
            count(*) filter (where status = 'succeeded') as requested,
            count(*) filter (where status = 'failed') as failed,
            count(*) filter (where status = 'shadow') as shadowed,
            0 as errors,
            0 as limited
        from enforcement
        group by rule_ref, date_trunc('hour', enforced_at, 'UTC')
        union all
        select rule_ref, error_hour, 0, 0, 0, 0, sum(error_count), 0 from clause_error group by rule_ref, error_hour
        union all
        select rule_ref, date_trunc('hour', first_at, 'UTC'), 0, 0, 0, 0, 0, sum(match_count)
        from limited_match
        where limit_name not in ('late', 'no_key')
        group by rule_ref, date_trunc('hour', first_at, 'UTC')
    ) as counted
    group by rule_ref, starts_at;
comment on view report_v1.rule_hours is 'What each rule did in each hour.';
comment on column report_v1.rule_hours.rule_ref is 'The rule.';
comment on column report_v1.rule_hours.starts_at is 'Start of the hour.';
comment on column report_v1.rule_hours.matches is 'How often it matched and nothing stopped it, counted by action.';
comment on column report_v1.rule_hours.requested is 'How many executions that led to.';
comment on column report_v1.rule_hours.failed is 'How often none could be requested.';
comment on column report_v1.rule_hours.shadowed is 'How often it was recorded only.';
comment on column report_v1.rule_hours.errors is 'How many errors its clauses had.';
comment on column report_v1.rule_hours.limited is 'How many further matches a limit, a silence or a freeze stopped or delayed, in the hour of the first of their window.';
grant select on report_v1.rule_hours to drover_report;
comment on column report_v1.matches.status is 'succeeded: an execution was requested; failed: it could not be; shadow: recorded only; limited: a limit stopped or delayed it.';
comment on column report_v1.matches.failure_reason is 'Why none was requested; of a limited match, the limit.';
comment on column report_v1.enforcements.status is 'succeeded: an execution was requested; failed: it could not be; shadow: recorded only; limited: a limit stopped or delayed it.';
comment on column report_v1.enforcements.failure_reason is 'Why none was requested; of a limited match, the limit.';
