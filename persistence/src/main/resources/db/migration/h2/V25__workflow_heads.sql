-- The part of a run that every commit changes stands in the run itself, which every commit changes anyway.

alter table workflow_run add column head json;
comment on column workflow_run.head is 'The part named head, as JSON; null: no commit wrote it since it has its place here, it is in workflow_part.';
