-- Saldo's roles and one database. Run with psql as a superuser, as often as you like.
-- Variables: owner_password, app_password, database.

select 'create role saldo_owner login' where not exists (select from pg_roles where rolname = 'saldo_owner') \gexec
select 'create role saldo_app login' where not exists (select from pg_roles where rolname = 'saldo_app') \gexec
select 'create role saldo_system nologin' where not exists (select from pg_roles where rolname = 'saldo_system') \gexec

alter role saldo_owner with login nosuperuser nobypassrls nocreatedb nocreaterole password :'owner_password';
-- NOINHERIT: the rights of saldo_system are entered on purpose (SET LOCAL ROLE), never held by accident.
alter role saldo_app with login noinherit nosuperuser nobypassrls nocreatedb nocreaterole password :'app_password';
alter role saldo_system with nologin nosuperuser nobypassrls nocreatedb nocreaterole;
grant saldo_system to saldo_app;

select format('create database %I owner saldo_owner', :'database')
where not exists (select from pg_database where datname = :'database') \gexec

\connect :"database"

set client_min_messages = warning;
create extension if not exists citext;
create extension if not exists pg_trgm;

revoke create on schema public from public;
alter schema public owner to saldo_owner;
grant usage on schema public to saldo_app, saldo_system;
alter default privileges for role saldo_owner in schema public
  grant select, insert, update, delete on tables to saldo_app, saldo_system;
alter default privileges for role saldo_owner in schema public
  grant usage, select on sequences to saldo_app, saldo_system;
