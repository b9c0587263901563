-- What keeps matches of rules from their actions for a time.

create table silence (
    id text collate "C" primary key,
    matchers json not null,
    starts_at timestamp(6) with time zone not null,
    ends_at timestamp(6) with time zone not null,
    cron text collate "C",
    duration_seconds bigint,
    time_zone text collate "C",
    owner text collate "C" not null,
    reason text collate "C" not null,
    created_at timestamp(6) with time zone not null
);
comment on table silence is 'Matches that lead to no execution for a time.';
comment on column silence.id is '24 hex digits.';
comment on column silence.matchers is 'Which matches: patterns of rule, pack, action, tags and payload.';
comment on column silence.starts_at is 'Since when it is in force.';
comment on column silence.ends_at is 'When it no longer is.';
comment on column silence.cron is 'When each of its windows begins; null: it is in force all the time.';
comment on column silence.duration_seconds is 'How long each of its windows lasts; null: it has none.';
comment on column silence.time_zone is 'Time zone of the cron; null: it has no windows.';
comment on column silence.owner is 'Whose it is.';
comment on column silence.reason is 'Why.';
comment on column silence.created_at is 'When it was made.';

create table automation_freeze (
    id text collate "C" primary key,
    pack text collate "C",
    is_manual boolean not null,
    since timestamp(6) with time zone not null,
    begun_by text collate "C" not null,
    reason text collate "C" not null
);
comment on table automation_freeze is 'Freezes that nobody has ended: nothing is dispatched.';
comment on column automation_freeze.id is '24 hex digits.';
comment on column automation_freeze.pack is 'The pack of rules and actions that it holds for; null: everything.';
comment on column automation_freeze.is_manual is 'Whether people may not request executions either.';
comment on column automation_freeze.since is 'When it began.';
comment on column automation_freeze.begun_by is 'Who began it.';
comment on column automation_freeze.reason is 'Why.';

create table silence_change (
    id integer primary key,
    how_many bigint not null
);
comment on table silence_change is 'One row: how often silences and freezes changed.';
comment on column silence_change.id is 'Always 1.';
comment on column silence_change.how_many is 'Counts up, so that each node notices what another changed.';
insert into silence_change (id, how_many) values (1, 0);
