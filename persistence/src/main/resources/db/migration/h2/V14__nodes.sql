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
