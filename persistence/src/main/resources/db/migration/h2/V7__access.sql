-- Users, their tokens, and roles.

create table access_user (
    name varchar primary key,
    password varchar,
    is_enabled boolean not null,
    origin varchar not null,
    created_at timestamp(6) with time zone not null
);
comment on table access_user is 'Those who may log in.';
comment on column access_user.name is 'How they call themselves.';
comment on column access_user.password is 'Argon2id hash of the password; null: it is not kept here.';
comment on column access_user.is_enabled is 'Whether they are let in.';
comment on column access_user.origin is 'Who knows whether somebody is this user: local, file or proxy.';
comment on column access_user.created_at is 'When they were made, or came first.';

create table access_token (
    id varchar primary key,
    user_name varchar not null,
    hash varchar not null unique,
    expires_at timestamp(6) with time zone not null,
    metadata json not null,
    is_service boolean not null,
    created_at timestamp(6) with time zone not null
);
create index access_token_end on access_token (expires_at);
create index access_token_user on access_token (user_name);
comment on table access_token is 'With what those who logged in ask; of the token itself only the hash.';
comment on column access_token.id is '24 hex digits.';
comment on column access_token.user_name is 'Who logged in.';
comment on column access_token.hash is 'SHA-256 in hex.';
comment on column access_token.expires_at is 'Until when it is taken.';
comment on column access_token.metadata is 'What its maker noted.';
comment on column access_token.is_service is 'Whether a part of the platform asks with it.';
comment on column access_token.created_at is 'When it was made.';

create table access_role (
    name varchar primary key,
    description varchar,
    grants json not null
);
comment on table access_role is 'Roles that the API made.';
comment on column access_role.name is 'How it is called.';
comment on column access_role.description is 'What it is for.';
comment on column access_role.grants is 'What it lets one do to what.';

create table role_assignment (
    id varchar primary key,
    user_name varchar not null,
    role_name varchar not null,
    description varchar,
    source varchar not null,
    is_remote boolean not null
);
comment on table role_assignment is 'Who has which role, by API or by a remote group.';
comment on column role_assignment.id is '24 hex digits that follow from user, role and source.';
comment on column role_assignment.user_name is 'The user.';
comment on column role_assignment.role_name is 'The role.';
comment on column role_assignment.description is 'Why.';
comment on column role_assignment.source is 'Who says so.';
comment on column role_assignment.is_remote is 'Whether it follows from a group.';

create table access_change (
    id integer primary key,
    how_many bigint not null
);
comment on table access_change is 'One row: how often users, tokens, keys or roles changed.';
comment on column access_change.id is 'Always 1.';
comment on column access_change.how_many is 'Counts up, so that each node notices what another changed.';
insert into access_change (id, how_many) values (1, 0);
