-- What several nodes share: who runs which sensor, what the API said of configurations, and how their packs differ.

create table sensor_owner (
    sensor text collate "C" primary key,
    node integer,
    term bigint not null
);
comment on table sensor_owner is 'Which node runs each sensor that one node at a time runs.';
comment on column sensor_owner.sensor is 'The sensor.';
comment on column sensor_owner.node is 'Number of the node that runs it; null: none.';
comment on column sensor_owner.term is 'Counts up with each node that takes it over: what an earlier owner emits is refused.';

create table pack_config (
    pack text collate "C" primary key,
    number bigint not null,
    sealed bytea not null
);
comment on table pack_config is 'What the API said last of the configurations of packs, for nodes that have not taken it yet.';
comment on column pack_config.pack is 'The pack.';
comment on column pack_config.number is 'Counts up with each such change of any pack.';
comment on column pack_config.sealed is 'The values, encrypted.';

create table pack_config_taken (
    pack text collate "C" not null,
    node integer not null,
    number bigint not null,
    primary key (pack, node)
);
comment on table pack_config_taken is 'Which change of a configuration a node took last.';
comment on column pack_config_taken.pack is 'The pack.';
comment on column pack_config_taken.node is 'Number of the node.';
comment on column pack_config_taken.number is 'The change.';

create table pack_copy (
    pack text collate "C" not null,
    node integer not null,
    hash text not null,
    primary key (pack, node)
);
comment on table pack_copy is 'What the files of packs look like on each node.';
comment on column pack_copy.pack is 'The pack.';
comment on column pack_copy.node is 'Number of the node.';
comment on column pack_copy.hash is 'Of the files: other files have another one.';
