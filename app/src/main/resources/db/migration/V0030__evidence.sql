-- What was said to the transparency log about a work. The row is written first; its place follows when the log has it. The salts open
-- the entry's commitments ("name=hex" lines); they are nowhere else, and without them the entry says nothing about anybody.
create table log_entry (
    id         uuid primary key,
    tenant_id  uuid not null,
    work_id    uuid not null,
    kind       text not null,
    entry      bytea not null check (octet_length(entry) between 1 and 65535),
    salts      text not null,
    log_index  bigint unique,
    leaf_hash  bytea check (octet_length(leaf_hash) = 32),
    logged_at  timestamptz,
    unique (work_id, kind),
    check ((log_index is null) = (leaf_hash is null) and (log_index is null) = (logged_at is null))
);
