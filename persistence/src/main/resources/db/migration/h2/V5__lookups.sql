-- What executions are looked up by.

create table execution_value (
    field varchar not null,
    content varchar not null
);
create index execution_value_content on execution_value (field, content);
comment on table execution_value is 'Which values the fields of executions have, so that filters can be offered without reading them all.';
comment on column execution_value.field is 'The field, as the filter of the list of executions calls it.';
comment on column execution_value.content is 'A value that some execution has, or had.';
insert into execution_value select distinct 'action', action from execution;
insert into execution_value select distinct 'rule', rule_ref from execution where rule_ref is not null;
insert into execution_value select distinct 'runner', runner from execution;
insert into execution_value select distinct 'trigger', trigger_ref from execution where trigger_ref is not null;
insert into execution_value select distinct 'trigger_type', trigger_type from execution where trigger_type is not null;
insert into execution_value select distinct 'user', user_name from execution;

-- Ids of traces grow with time, so that their indexes do at one end.

create index execution_trace on execution (trace_id);
create index trigger_instance_trace on trigger_instance (trace_id);
create index execution_parent on execution (parent);
