-- Seals over the audit trail, and the locks that keep it as it was written.

create table audit_seal (
    node integer not null,
    number bigint not null,
    sealed_day date not null,
    first_record bigint not null,
    last_record bigint not null,
    record_count integer not null,
    marks bytea not null,
    root text collate "C" not null,
    hash text collate "C" not null,
    sealed_at timestamp(6) with time zone not null,
    primary key (node, number)
);
create index audit_seal_day on audit_seal (node, sealed_day);
comment on table audit_seal is 'Each closes a run of audit records of one node and day, and hangs on the one before. Inserted, never changed.';
comment on column audit_seal.node is 'Number of the node.';
comment on column audit_seal.number is '1, 2, 3 … on its node.';
comment on column audit_seal.sealed_day is 'The day of its records, in UTC.';
comment on column audit_seal.first_record is 'Its first record: audit_record.seq.';
comment on column audit_seal.last_record is 'Its last record.';
comment on column audit_seal.record_count is 'How many records it closes.';
comment on column audit_seal.marks is 'Number, position and beginning of the digest of each record.';
comment on column audit_seal.root is 'SHA-256 over the digests of its records.';
comment on column audit_seal.hash is 'SHA-256 over the seal before, node, number, day, count and root.';
comment on column audit_seal.sealed_at is 'When it was made.';

create table audit_purge (
    node integer not null,
    seal bigint not null,
    sealed_day date not null,
    last_record bigint not null,
    purged_at timestamp(6) with time zone not null,
    primary key (node, seal),
    foreign key (node, seal) references audit_seal (node, number)
);
comment on table audit_purge is 'Up to where audit records may be removed: whole days, whose seals stay. Inserted, never changed.';
comment on column audit_purge.node is 'Number of the node.';
comment on column audit_purge.seal is 'The last seal whose records go.';
comment on column audit_purge.sealed_day is 'The day that it ends.';
comment on column audit_purge.last_record is 'The last record that goes: audit_record.seq.';
comment on column audit_purge.purged_at is 'When that was decided.';

create function audit_stays() returns trigger
    language plpgsql
as $$
begin
    if tg_op = 'DELETE' then
        if tg_table_name = 'audit_record' then
            if exists (select 1 from audit_purge where node = old.node and last_record >= old.seq) then
                return old;
            end if;
        end if;
    end if;
    raise exception 'Rows of % are inserted and never changed. Old audit records go by whole days: set audit.keep-days.',
        tg_table_name using errcode = '42501';
end
$$;
create trigger audit_record_stays before update or delete on audit_record for each row execute function audit_stays();
create trigger audit_record_is_kept before truncate on audit_record for each statement execute function audit_stays();
create trigger audit_seal_stays before update or delete on audit_seal for each row execute function audit_stays();
create trigger audit_seal_is_kept before truncate on audit_seal for each statement execute function audit_stays();
create trigger audit_purge_stays before update or delete on audit_purge for each row execute function audit_stays();
create trigger audit_purge_is_kept before truncate on audit_purge for each statement execute function audit_stays();
