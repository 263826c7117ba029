#!/bin/sh
# Run by the PostgreSQL image once, when its volume is empty: a database for the books, one for Prefect.
set -eu
for name in lotrinh prefect; do
    psql -v ON_ERROR_STOP=1 -v name="$name" -v password="$(cat "/run/secrets/$name-database-password")" \
        --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
SQL
done
