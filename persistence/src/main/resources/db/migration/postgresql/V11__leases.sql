-- Which nodes live.

alter table node add column home varchar;
alter table node add column life varchar;
alter table node add column heard_at timestamp(6) with time zone;
comment on column node.home is 'Names the data folder of the process that has this name now.';
comment on column node.life is 'The process that has this name now.';
comment on column node.heard_at is 'When it was heard of last, by the clock of the database.';
