-- Runs of workflows.

create table workflow_definition (
    hash text collate "C" primary key,
    content text not null
);
comment on table workflow_definition is 'Texts of workflows that runs began with; many runs share one.';
comment on column workflow_definition.hash is 'SHA-256 of the text.';
comment on column workflow_definition.content is 'The text.';

create table workflow_run (
    id text collate "C" primary key,
    execution_id text collate "C" not null,
    revision bigint not null,
    definition text collate "C" not null
);
create index workflow_run_execution on workflow_run (execution_id);
comment on table workflow_run is 'Runs of workflows. Changed only by whoever knows the newest revision.';
comment on column workflow_run.id is '24 hex digits.';
comment on column workflow_run.execution_id is 'The execution that it belongs to; that of the newest rerun.';
comment on column workflow_run.revision is 'Counts its commits: the fencing token.';
comment on column workflow_run.definition is 'Hash of the text that it began with.';

create table workflow_part (
    run_id text collate "C" not null,
    name text collate "C" not null,
    document json not null,
    task_run_id text collate "C",
    task text collate "C",
    route integer,
    status text collate "C",
    items integer,
    started_at timestamp(6) with time zone,
    ended_at timestamp(6) with time zone,
    primary key (run_id, name)
);
comment on table workflow_part is 'The state of runs of workflows, in pieces of which only those are written that change.';
comment on column workflow_part.run_id is 'The run.';
comment on column workflow_part.name is 'What the piece holds, such as head, context/3 or task/12.';
comment on column workflow_part.document is 'The piece; long values in it are named by their hashes.';
comment on column workflow_part.task_run_id is 'Of a run of a task: its id.';
comment on column workflow_part.task is 'Of a run of a task: the name of the task.';
comment on column workflow_part.route is 'Of a run of a task: the route that led to it.';
comment on column workflow_part.status is 'Of a run of a task: where it stands.';
comment on column workflow_part.items is 'Of a run of a task: how many items it has.';
comment on column workflow_part.started_at is 'Of a run of a task: when it started.';
comment on column workflow_part.ended_at is 'Of a run of a task: when it ended.';

create table workflow_value (
    run_id text collate "C" not null,
    hash text collate "C" not null,
    content json not null,
    primary key (run_id, hash)
);
comment on table workflow_value is 'Long values in the state of runs of workflows, each once for a run.';
comment on column workflow_value.run_id is 'The run.';
comment on column workflow_value.hash is 'SHA-256 of its text.';
comment on column workflow_value.content is 'The value.';

create view report_v1.workflow_tasks as
    select
        part.task_run_id as task_id,
        run.execution_id as execution_id,
        execution.action as workflow_ref,
        part.task as task,
        part.route as route,
        part.status as status,
        part.items as items,
        part.started_at as started_at,
        part.ended_at as ended_at,
        cast(extract(epoch from (part.ended_at - part.started_at)) as double precision) as duration_seconds
    from workflow_part part
    join workflow_run run on run.id = part.run_id
    join execution on execution.id = run.execution_id
    where part.task_run_id is not null;
comment on view report_v1.workflow_tasks is 'Runs of tasks of workflows; a task that was tried again is one run, each lap of a loop another.';
comment on column report_v1.workflow_tasks.task_id is 'Id of this run of the task, 24 hex digits.';
comment on column report_v1.workflow_tasks.execution_id is 'The execution of the workflow; after a rerun, the newest one.';
comment on column report_v1.workflow_tasks.workflow_ref is 'The workflow: its action.';
comment on column report_v1.workflow_tasks.task is 'The name of the task.';
comment on column report_v1.workflow_tasks.route is 'Which way through the workflow led here, from 0.';
comment on column report_v1.workflow_tasks.status is 'Where it stands, such as running or succeeded.';
comment on column report_v1.workflow_tasks.items is 'How many items it has; null for a plain task.';
comment on column report_v1.workflow_tasks.started_at is 'When it started; null until then.';
comment on column report_v1.workflow_tasks.ended_at is 'When it ended; null until then.';
comment on column report_v1.workflow_tasks.duration_seconds is 'From start to end; null until then.';
grant select on report_v1.workflow_tasks to drover_report;
