-- What came of what, where the rows themselves do not lead to it. A trace has the id of the event or execution that began it; this
-- spares the indexes by trace and parent on the tables that every event writes.

create table lineage (
    origin varchar not null,
    kind varchar not null,
    id varchar not null,
    primary key (origin, kind, id)
);
comment on table lineage is 'What belongs to a trace beside its first event or execution and what rules asked for on that event; children of executions.';
comment on column lineage.origin is 'Id of the trace, or of the parent.';
comment on column lineage.kind is 'event, execution: of the trace; child: of the execution.';
comment on column lineage.id is 'Id of the event or execution.';

insert into lineage select trace_id, 'event', id from trigger_instance where trace_id <> id;
insert into lineage select trace_id, 'execution', id from execution
    where trace_id <> id and (trigger_instance is null or trigger_instance <> trace_id);
insert into lineage select parent, 'child', id from execution where parent is not null;

drop index execution_trace;
drop index trigger_instance_trace;
drop index execution_parent;
