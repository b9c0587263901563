create table timer (
    trigger_ref text collate "C" primary key,
    trigger_type text collate "C" not null,
    parameters json not null,
    since timestamp(6) with time zone not null,
    next_at timestamp(6) with time zone,
    last_at timestamp(6) with time zone
);
create index timer_due on timer (next_at);
comment on table timer is 'When the triggers are due that time makes events of.';
comment on column timer.trigger_ref is 'The trigger.';
comment on column timer.trigger_type is 'Ref of its type.';
comment on column timer.parameters is 'What rules say of it.';
comment on column timer.since is 'When a rule asked for it first; intervals count from here.';
comment on column timer.next_at is 'When it is due next; null: never again.';
comment on column timer.last_at is 'The last due time that became an event.';
