-- Who may see which rows. Every table with a tenant_id is put under forced row-level security after each migration
-- (afterMigrate.sql); here are the words that the policies are written in.

create table tenant (
    id         uuid primary key,
    created_at timestamptz not null default now()
);

-- The organisation that the transaction works for; null when none, and then a comparison with it is never true.
create function current_tenant() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.tenant', true), '')::uuid;

-- Secrets of the installation, wrapped by the root key, which is not in the database.
create table sealed_key (
    name           text primary key,
    wrapped_secret bytea not null,
    certificate    bytea,
    created_at     timestamptz not null default now()
);
