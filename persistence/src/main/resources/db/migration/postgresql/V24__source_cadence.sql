-- How often sources of events are usually heard. What was learnt before begins with its next gap.

alter table source_health add column usual_gap_micros bigint default 0 not null;
comment on column source_health.usual_gap_micros is 'The mean time between two of them, in microseconds; newer gaps count more. 0 before the first gap.';

-- For reports: what keeps matches from their actions, and how sources are heard.

create view report_v1.silences as
    select
        id,
        matchers,
        starts_at,
        ends_at,
        cron,
        duration_seconds as window_seconds,
        time_zone,
        owner as owner_name,
        reason,
        created_at
    from silence;
comment on view report_v1.silences is 'Silences and maintenance windows, those that are over too, for 90 days.';
comment on column report_v1.silences.id is 'Id of the silence; the limit_key of what it stopped, in limited.';
comment on column report_v1.silences.matchers is 'Which matches it is about, as JSON: patterns of rule, pack, action, tags and payload.';
comment on column report_v1.silences.starts_at is 'Since when it is in force.';
comment on column report_v1.silences.ends_at is 'When it no longer is.';
comment on column report_v1.silences.cron is 'When each of its windows begins; null: it is in force all the time.';
comment on column report_v1.silences.window_seconds is 'How long each of its windows lasts; null: it has none.';
comment on column report_v1.silences.time_zone is 'Time zone of the cron; null: it has no windows.';
comment on column report_v1.silences.owner_name is 'Whose it is.';
comment on column report_v1.silences.reason is 'Why.';
comment on column report_v1.silences.created_at is 'When it was made.';
grant select on report_v1.silences to drover_report;

create view report_v1.freezes as
    select
        id,
        pack,
        is_manual,
        since as begun_at,
        begun_by,
        reason
    from automation_freeze;
comment on view report_v1.freezes is 'Freezes that nobody has ended.';
comment on column report_v1.freezes.id is 'Id of the freeze; the limit_key of what it stopped, in limited.';
comment on column report_v1.freezes.pack is 'The pack of rules and actions that it holds for; null: everything.';
comment on column report_v1.freezes.is_manual is 'Whether people may not request executions either.';
comment on column report_v1.freezes.begun_at is 'When it began.';
comment on column report_v1.freezes.begun_by is 'Who began it.';
comment on column report_v1.freezes.reason is 'Why.';
grant select on report_v1.freezes to drover_report;

create view report_v1.sources as
    select
        source,
        node,
        last_at as last_event_at,
        events,
        cast(usual_gap_micros as double precision) / 1000000 as usual_gap_seconds,
        cast(longest_gap_ms as double precision) / 1000 as longest_gap_seconds
    from source_health;
comment on view report_v1.sources is 'How sources of events are heard, one row for each node that heard them; stored every few seconds.';
comment on column report_v1.sources.source is 'The sensor or door, as its events name it.';
comment on column report_v1.sources.node is 'Number of the node that accepted the events.';
comment on column report_v1.sources.last_event_at is 'When the last one was accepted.';
comment on column report_v1.sources.events is 'How many there were.';
comment on column report_v1.sources.usual_gap_seconds is 'The mean time between two of them, newer gaps counting more; 0 before the first gap.';
comment on column report_v1.sources.longest_gap_seconds is 'The longest time between two of them; earlier ones count less.';
grant select on report_v1.sources to drover_report;
