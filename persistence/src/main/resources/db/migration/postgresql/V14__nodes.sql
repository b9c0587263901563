-- What nodes on one database tell each other.

create table registry_change (
    id integer primary key check (id = 1),
    rules bigint not null,
    sensors bigint not null
);
comment on table registry_change is 'One row: how often what is registered changed.';
comment on column registry_change.id is 'Always 1.';
comment on column registry_change.rules is 'Version of the rules: counts up, so that each node notices what another changed.';
comment on column registry_change.sensors is 'Counts up when a sensor is switched on or off.';
insert into registry_change (id, rules, sensors)
    select 1, coalesce(max(effective_from), 0), 0 from rule_revision;
comment on column rule_revision.effective_from is 'First version of the rules that it belongs to.';

create table program_reached (
    pack text collate "C" not null,
    node integer not null,
    batch bigint not null,
    place integer not null,
    primary key (pack, node)
);
comment on table program_reached is 'The last event of each node that the DRL rules of a pack were asked about.';
comment on column program_reached.pack is 'The pack.';
comment on column program_reached.node is 'Position: number of the node.';
comment on column program_reached.batch is 'Position: number of the commit on its node.';
comment on column program_reached.place is 'Position: index within the batch.';
insert into program_reached (pack, node, batch, place)
    select pack, node, batch, place from program_cursor;
alter table program_cursor drop column batch;
alter table program_cursor drop column node;
alter table program_cursor drop column place;
alter table program_cursor add column owner integer;
alter table program_cursor add column term bigint default 0 not null;
comment on table program_cursor is 'Who runs the DRL rules of packs, and how far time has come for them.';
comment on column program_cursor.owner is 'Number of the node that runs them; null: none.';
comment on column program_cursor.term is 'Counts up with each node that takes them over: what is written under an earlier one is refused.';
