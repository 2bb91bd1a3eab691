-- Saldo's three roles and one database; run as a superuser by the launcher, by Compose and by the tests.
-- psql variables: owner_password, app_password, database. Running it again changes passwords, nothing else.

select 'create role saldo_owner' where not exists (select from pg_roles where rolname = 'saldo_owner') \gexec
select 'create role saldo_app' where not exists (select from pg_roles where rolname = 'saldo_app') \gexec
select 'create role saldo_system' where not exists (select from pg_roles where rolname = 'saldo_system') \gexec

-- The owner runs migrations; row-level security is forced, so it binds the owner too.
alter role saldo_owner login noinherit nosuperuser nocreatedb nocreaterole nobypassrls password :'owner_password';
-- The application; noinherit, so that the rights of saldo_system come only by SET LOCAL ROLE.
alter role saldo_app login noinherit nosuperuser nocreatedb nocreaterole nobypassrls password :'app_password';
-- Sweeps across workspaces: what it sees is decided table by table, by a policy of its own.
alter role saldo_system nologin noinherit nosuperuser nocreatedb nocreaterole nobypassrls;
grant saldo_system to saldo_app;

select format('create database %I owner saldo_owner', :'database')
 where not exists (select from pg_database where datname = :'database') \gexec
select format('revoke all on database %I from public', :'database') \gexec
select format('grant connect on database %I to saldo_app', :'database') \gexec

\connect :"database"

alter schema public owner to saldo_owner;
revoke create on schema public from public;
grant usage on schema public to saldo_app, saldo_system;
alter default privileges for role saldo_owner in schema public
  grant select, insert, update, delete on tables to saldo_app, saldo_system;
alter default privileges for role saldo_owner in schema public
  grant usage, select on sequences to saldo_app, saldo_system;
