-- The datastore.

create table key_value_pair (
    id varchar primary key,
    scope varchar not null,
    owner varchar not null,
    name varchar not null,
    content character large object not null,
    is_secret boolean not null,
    expires_at timestamp(6) with time zone,
    version varchar not null,
    unique (scope, owner, name)
);
create index key_value_pair_end on key_value_pair (expires_at);
comment on table key_value_pair is 'Texts by name, for templates, actions and people.';
comment on column key_value_pair.id is '24 hex digits that follow from scope, owner and name.';
comment on column key_value_pair.scope is 'st2kv.system: everybody''s; st2kv.user: one user''s own.';
comment on column key_value_pair.owner is 'The user in scope st2kv.user, else empty.';
comment on column key_value_pair.name is 'Its name within its scope.';
comment on column key_value_pair.content is 'The text; where it is secret, encrypted, in hex.';
comment on column key_value_pair.is_secret is 'Whether the text is encrypted.';
comment on column key_value_pair.expires_at is 'Until when it is there; null: for ever.';
comment on column key_value_pair.version is 'Another one after each change.';
