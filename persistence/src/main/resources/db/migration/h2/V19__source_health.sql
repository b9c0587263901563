-- How sources of events are heard.

create table source_health (
    source varchar not null,
    node integer not null,
    last_at timestamp(6) with time zone not null,
    events bigint not null,
    longest_gap_ms bigint not null,
    primary key (source, node)
);
comment on table source_health is 'How sources of events are heard, stored every few seconds.';
comment on column source_health.source is 'The source, as its events name it.';
comment on column source_health.node is 'Number of the node that accepted the events.';
comment on column source_health.last_at is 'When the last one was accepted.';
comment on column source_health.events is 'How many there were.';
comment on column source_health.longest_gap_ms is 'The longest time between two of them, in milliseconds; earlier ones count less.';
