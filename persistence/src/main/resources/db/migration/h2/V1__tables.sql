-- Nodes and their commits.

create table node (
    number integer primary key,
    name varchar not null unique,
    registered_at timestamp(6) with time zone not null
);
comment on table node is 'The processes that ran on this database; a name keeps its number for ever.';
comment on column node.number is 'Stands for the node in positions.';
comment on column node.name is 'Its configured name.';
comment on column node.registered_at is 'When it came here first.';

create table batch (
    node integer not null,
    number bigint not null,
    rule_set bigint not null,
    committed_at timestamp(6) with time zone not null,
    primary key (node, number)
);
comment on table batch is 'Commits of a node, numbered without gaps: what is here is committed, all of it.';
comment on column batch.node is 'Number of the node.';
comment on column batch.number is 'Number of the commit on its node.';
comment on column batch.rule_set is 'Version of the rules that its events were matched with.';
comment on column batch.committed_at is 'When it was written.';

-- Events.

create table trigger_instance (
    seq bigint generated always as identity (cache 20000) primary key,
    id varchar not null unique,
    batch bigint not null,
    node integer not null,
    place integer not null,
    trigger_ref varchar not null,
    trigger_type varchar not null,
    source varchar not null,
    payload json not null,
    dedupe_key varchar,
    trace_id varchar not null,
    trace_tag varchar,
    occurred_at timestamp(6) with time zone not null,
    accepted_at timestamp(6) with time zone not null
);
comment on table trigger_instance is 'Events that were accepted. Inserted, never changed.';
comment on column trigger_instance.seq is 'Order of insertion.';
comment on column trigger_instance.id is '24 hex digits: a name, no order.';
comment on column trigger_instance.batch is 'Position: number of the commit on its node.';
comment on column trigger_instance.node is 'Position: number of the node.';
comment on column trigger_instance.place is 'Position: index within the batch.';
comment on column trigger_instance.trigger_ref is 'The trigger: its type''s ref, or that of a type with parameters.';
comment on column trigger_instance.trigger_type is 'Ref of the trigger''s type.';
comment on column trigger_instance.source is 'The sensor or door that brought it.';
comment on column trigger_instance.payload is 'What the source said.';
comment on column trigger_instance.dedupe_key is 'The source''s identity of the event.';
comment on column trigger_instance.trace_id is 'Ties together all that one first event or request caused.';
comment on column trigger_instance.trace_tag is 'What a person or a source called the trace.';
comment on column trigger_instance.occurred_at is 'When it happened, as the source says.';
comment on column trigger_instance.accepted_at is 'When it was taken in.';

create table dedupe_key (
    dedupe_key varchar primary key,
    trigger_instance varchar not null,
    remembered_until timestamp(6) with time zone not null
);
create index dedupe_key_window on dedupe_key (remembered_until);
comment on table dedupe_key is 'Identities of events, each remembered for its window, so that an event is accepted once.';
comment on column dedupe_key.dedupe_key is 'Trigger and identity; the hash of both where they are long.';
comment on column dedupe_key.trigger_instance is 'The event that was accepted under it.';
comment on column dedupe_key.remembered_until is 'End of the window.';

create table dead_letter (
    id varchar primary key,
    seq bigint generated always as identity,
    source varchar not null,
    source_identity varchar,
    trigger_ref varchar,
    content character large object not null,
    is_base64 boolean not null,
    size_in_bytes bigint not null,
    reasons json not null,
    refused_at timestamp(6) with time zone not null
);
create index dead_letter_order on dead_letter (seq);
create unique index dead_letter_identity on dead_letter (source, source_identity);
comment on table dead_letter is 'What sources delivered and had to be refused.';
comment on column dead_letter.id is '24 hex digits.';
comment on column dead_letter.seq is 'Order of arrival.';
comment on column dead_letter.source is 'The sensor or door that brought it.';
comment on column dead_letter.source_identity is 'What the source calls it: the same one is kept once.';
comment on column dead_letter.trigger_ref is 'Where it was meant to go.';
comment on column dead_letter.content is 'The first 64 KB, as they came or in Base64.';
comment on column dead_letter.is_base64 is 'Whether content is Base64.';
comment on column dead_letter.size_in_bytes is 'Size of the whole.';
comment on column dead_letter.reasons is 'Every violation, as an array of text.';
comment on column dead_letter.refused_at is 'When it was refused.';

-- Rules.

create table rule_revision (
    rule_ref varchar not null,
    revision integer not null,
    document json,
    from_file boolean not null,
    effective_from bigint not null,
    changed_at timestamp(6) with time zone not null,
    changed_by varchar not null,
    primary key (rule_ref, revision)
);
comment on table rule_revision is 'What rules say and said. Inserted, never changed.';
comment on column rule_revision.rule_ref is 'The rule.';
comment on column rule_revision.revision is '1, 2, 3 … per rule.';
comment on column rule_revision.document is 'The rule as text would say it; null: the rule is gone.';
comment on column rule_revision.from_file is 'Whether it came from a pack''s file; else from the API.';
comment on column rule_revision.effective_from is 'Number of the first batch that was matched with it.';
comment on column rule_revision.changed_at is 'When it was made.';
comment on column rule_revision.changed_by is 'Who made it.';

create table enforcement (
    seq bigint generated always as identity (cache 20000) primary key,
    id varchar not null,
    match_key varchar not null,
    rule_ref varchar not null,
    rule_id varchar not null,
    rule_revision integer not null,
    action_index integer not null,
    trigger_instance varchar not null,
    status varchar not null,
    execution varchar,
    failure_reason varchar,
    parameters json,
    trace_id varchar not null,
    enforced_at timestamp(6) with time zone not null
);
create unique index enforcement_id on enforcement (id);
create unique index enforcement_match on enforcement (match_key);
create index enforcement_event on enforcement (trigger_instance);
comment on table enforcement is 'What came of matches, one row per action of the rule.';
comment on column enforcement.seq is 'Order of insertion.';
comment on column enforcement.id is '24 hex digits.';
comment on column enforcement.match_key is 'Rule, action and event: a match is enforced once.';
comment on column enforcement.rule_ref is 'The rule.';
comment on column enforcement.rule_id is 'The rule''s id, which follows from its ref.';
comment on column enforcement.rule_revision is 'Its revision then.';
comment on column enforcement.action_index is 'Which of the rule''s actions, from 0.';
comment on column enforcement.trigger_instance is 'The event.';
comment on column enforcement.status is 'succeeded: an execution was requested; failed: it could not be; shadow: recorded only.';
comment on column enforcement.execution is 'The execution that was requested.';
comment on column enforcement.failure_reason is 'Why none was.';
comment on column enforcement.parameters is 'What a shadow rule would have used, secrets masked.';
comment on column enforcement.trace_id is 'The trace.';
comment on column enforcement.enforced_at is 'When.';

create table clause_error (
    seq bigint generated always as identity primary key,
    rule_ref varchar not null,
    rule_revision integer not null,
    clause varchar not null,
    error_hour timestamp(6) with time zone not null,
    message varchar not null,
    first_instance varchar not null,
    error_count bigint not null
);
create index clause_error_rule on clause_error (rule_ref, rule_revision, error_hour);
comment on table clause_error is 'Errors in clauses of rules, counted by the hour.';
comment on column clause_error.seq is 'Order of insertion.';
comment on column clause_error.rule_ref is 'The rule.';
comment on column clause_error.rule_revision is 'Its revision.';
comment on column clause_error.clause is 'The clause''s text.';
comment on column clause_error.error_hour is 'Start of the hour.';
comment on column clause_error.message is 'What the first one said.';
comment on column clause_error.first_instance is 'The event of the first one.';
comment on column clause_error.error_count is 'How many.';

-- Executions.

create table execution (
    seq bigint generated always as identity (cache 20000) primary key,
    id varchar not null unique,
    batch bigint not null,
    node integer not null,
    place integer not null,
    action varchar not null,
    runner varchar not null,
    action_revision varchar not null,
    status varchar not null,
    parameters json not null,
    sealed_parameters varbinary,
    context json not null,
    user_name varchar not null,
    rule_ref varchar,
    rule_revision integer not null,
    trigger_ref varchar,
    trigger_type varchar,
    trigger_instance varchar,
    parent varchar,
    trace_id varchar not null,
    trace_tag varchar,
    attempt integer not null,
    owner varchar,
    requested_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    result json,
    status_log json not null
);
create index execution_time on execution (requested_at);
create index execution_status on execution (status);
comment on table execution is 'Runs of actions. Changed only by the attempt that holds them, and never once completed.';
comment on column execution.seq is 'Order of insertion.';
comment on column execution.id is '24 hex digits: a name, no order.';
comment on column execution.batch is 'Position: number of the commit on its node.';
comment on column execution.node is 'Position: number of the node.';
comment on column execution.place is 'Position: index within the batch.';
comment on column execution.action is 'Ref of the action.';
comment on column execution.runner is 'What carries it out.';
comment on column execution.action_revision is 'Hash of the action''s definition at the time of the request.';
comment on column execution.status is 'Where it stands, in StackStorm''s words.';
comment on column execution.parameters is 'What the caller gave, secrets masked.';
comment on column execution.sealed_parameters is 'The secrets, encrypted.';
comment on column execution.context is 'What else travels along.';
comment on column execution.user_name is 'On whose behalf it runs.';
comment on column execution.rule_ref is 'The rule that asked for it.';
comment on column execution.rule_revision is 'The rule''s revision then, 0 without a rule.';
comment on column execution.trigger_ref is 'The event''s trigger.';
comment on column execution.trigger_type is 'The event''s trigger type.';
comment on column execution.trigger_instance is 'The event.';
comment on column execution.parent is 'The execution that asked for it.';
comment on column execution.trace_id is 'The trace.';
comment on column execution.trace_tag is 'What a person or a source called the trace.';
comment on column execution.attempt is 'Counts up with every claim: the fencing token.';
comment on column execution.owner is 'The node that has it.';
comment on column execution.requested_at is 'When it was asked for.';
comment on column execution.ended_at is 'When it was completed.';
comment on column execution.result is 'What came out.';
comment on column execution.status_log is 'Every status it had, oldest first.';

create table execution_output (
    execution varchar not null references execution (id) on delete cascade,
    number integer not null,
    attempt integer not null,
    stream varchar not null,
    content character large object not null,
    written_at timestamp(6) with time zone not null,
    primary key (execution, number)
);
comment on table execution_output is 'What actions wrote while they ran.';
comment on column execution_output.execution is 'The execution.';
comment on column execution_output.number is 'Place within its output, from 0.';
comment on column execution_output.attempt is 'The attempt that wrote it.';
comment on column execution_output.stream is 'stdout, stderr or other.';
comment on column execution_output.content is 'The text.';
comment on column execution_output.written_at is 'When.';

-- The audit trail.

create table audit_record (
    seq bigint generated always as identity (cache 20000) primary key,
    batch bigint not null,
    node integer not null,
    place integer not null,
    who varchar not null,
    what varchar not null,
    kind varchar not null,
    subject varchar not null,
    why varchar,
    trace_id varchar,
    happened_at timestamp(6) with time zone not null,
    details json
);
create index audit_record_subject on audit_record (subject);
comment on table audit_record is 'Who did what to what, when and why. Inserted, never changed.';
comment on column audit_record.seq is 'Order of insertion.';
comment on column audit_record.batch is 'Position: number of the commit on its node.';
comment on column audit_record.node is 'Position: number of the node.';
comment on column audit_record.place is 'Position: index within the batch.';
comment on column audit_record.who is 'A user, or the part of the daemon that acted on its own.';
comment on column audit_record.what is 'A verb in the past tense.';
comment on column audit_record.kind is 'What it was done to.';
comment on column audit_record.subject is 'Its id or ref.';
comment on column audit_record.why is 'The reason, in words.';
comment on column audit_record.trace_id is 'The trace.';
comment on column audit_record.happened_at is 'When.';
comment on column audit_record.details is 'What else is worth keeping.';

-- Content and access.

create table content (
    kind varchar not null,
    ref varchar not null,
    hash varchar not null,
    document json not null,
    is_current boolean not null,
    is_enabled boolean not null,
    from_file boolean not null,
    registered_at timestamp(6) with time zone not null,
    primary key (kind, ref, hash)
);
comment on table content is 'Registered packs, trigger types, sensors and actions; of actions older revisions too.';
comment on column content.kind is 'What it is.';
comment on column content.ref is 'Its ref.';
comment on column content.hash is 'Hash of the document: another hash is another revision.';
comment on column content.document is 'What it says.';
comment on column content.is_current is 'Whether it is the revision that counts now.';
comment on column content.is_enabled is 'Whether it is switched on, where it can be switched.';
comment on column content.from_file is 'Whether a pack''s file owns it; else the API made it.';
comment on column content.registered_at is 'When it was registered.';

create table overlay (
    kind varchar not null,
    ref varchar not null,
    is_enabled boolean,
    is_shadow boolean,
    changed_at timestamp(6) with time zone not null,
    changed_by varchar not null,
    primary key (kind, ref)
);
comment on table overlay is 'What the API said about content that files own.';
comment on column overlay.kind is 'What it is about.';
comment on column overlay.ref is 'Its ref.';
comment on column overlay.is_enabled is 'Null: as the file says.';
comment on column overlay.is_shadow is 'Null: as the file says.';
comment on column overlay.changed_at is 'When it was said.';
comment on column overlay.changed_by is 'Who said it.';

create table api_key (
    id varchar primary key,
    user_name varchar not null,
    key_hash varchar not null unique,
    metadata json not null,
    is_enabled boolean not null,
    created_at timestamp(6) with time zone not null
);
comment on table api_key is 'Keys of programs; of the key itself only the hash.';
comment on column api_key.id is '24 hex digits.';
comment on column api_key.user_name is 'On whose behalf it asks.';
comment on column api_key.key_hash is 'SHA-512 in hex.';
comment on column api_key.metadata is 'What its maker noted.';
comment on column api_key.is_enabled is 'Whether it is accepted.';
comment on column api_key.created_at is 'When it was made.';
