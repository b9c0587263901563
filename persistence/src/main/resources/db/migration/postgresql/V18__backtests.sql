-- Rules that were tried over stored events.

create table backtest (
    id text collate "C" primary key,
    seq bigint generated always as identity,
    rule_ref text collate "C" not null,
    node text collate "C" not null,
    status text collate "C" not null,
    request json not null,
    events bigint not null,
    events_total bigint not null,
    result json,
    failure_reason text collate "C",
    started_by text collate "C" not null,
    started_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone
);
create index backtest_order on backtest (seq);
comment on table backtest is 'Rules that were tried over stored events; the newest are kept.';
comment on column backtest.id is '24 hex digits.';
comment on column backtest.seq is 'Order of insertion.';
comment on column backtest.rule_ref is 'The rule.';
comment on column backtest.node is 'The node that carries it out.';
comment on column backtest.status is 'running, succeeded, failed or canceled.';
comment on column backtest.request is 'Which versions over which span.';
comment on column backtest.events is 'How many events it looked at.';
comment on column backtest.events_total is 'How many there were to look at.';
comment on column backtest.result is 'What came of it.';
comment on column backtest.failure_reason is 'Why it failed.';
comment on column backtest.started_by is 'Who asked for it.';
comment on column backtest.started_at is 'When.';
comment on column backtest.ended_at is 'When it ended.';
