#!/bin/sh
# Run once by the PostgreSQL image in an empty cluster: Saldo's roles and database, as local mode makes them.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv app_password DATABASE_APP_PASSWORD
\set database saldo
\i /saldo/roles.sql
SQL
