create table program_cursor (
    pack varchar primary key,
    batch bigint not null,
    node integer not null,
    place integer not null,
    clock timestamp(6) with time zone not null
);
comment on table program_cursor is 'How far the DRL rules of packs have come.';
comment on column program_cursor.pack is 'The pack.';
comment on column program_cursor.batch is 'Position of the last event that they were asked about: number of the commit on its node.';
comment on column program_cursor.node is 'Position: number of the node.';
comment on column program_cursor.place is 'Position: index within the batch.';
comment on column program_cursor.clock is 'How far time has come for them.';

create table once_window (
    rule_ref varchar not null,
    once_key varchar not null,
    pack varchar not null,
    opened_at timestamp(6) with time zone not null,
    ends_at timestamp(6) with time zone not null,
    primary key (rule_ref, once_key)
);
create index once_window_end on once_window (pack, ends_at);
comment on table once_window is 'The newest time within which a rule asks for nothing more under a key.';
comment on column once_window.rule_ref is 'The rule.';
comment on column once_window.once_key is 'The key; the hash of a long one.';
comment on column once_window.pack is 'The pack of the rule.';
comment on column once_window.opened_at is 'When the rule asked first.';
comment on column once_window.ends_at is 'The first moment after it.';
