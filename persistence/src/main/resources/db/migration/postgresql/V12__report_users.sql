-- Who may log in, for reports: never a hash.

create view report_v1.users as
    select
        access_user.name as user_name,
        access_user.origin as origin,
        access_user.is_enabled as is_enabled,
        (
            select string_agg(role_name, ', ' order by role_name)
            from (select distinct user_name, role_name from role_assignment) assigned
            where assigned.user_name = access_user.name
        ) as roles,
        access_user.created_at as created_at,
        (
            select max(access_token.created_at) from access_token where access_token.user_name = access_user.name
        ) as last_login_at
    from access_user;
comment on view report_v1.users is 'Those who logged in or were made once, and what they are.';
comment on column report_v1.users.user_name is 'How they call themselves.';
comment on column report_v1.users.origin is 'Who knows whether somebody is this user: local, file or proxy.';
comment on column report_v1.users.is_enabled is 'Whether they are let in.';
comment on column report_v1.users.roles is 'Their roles by API and by groups, in order, with commas between; null: none. Those of role files are in the files.';
comment on column report_v1.users.created_at is 'When they were made, or came first.';
comment on column report_v1.users.last_login_at is 'Their newest login of which the token is still kept, up to an hour after its end; null: none is.';
grant select on report_v1.users to drover_report;
