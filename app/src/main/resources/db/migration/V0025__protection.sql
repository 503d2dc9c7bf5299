-- Claim-signing leaves of an organisation; the key is wrapped by the root key.
create table signing_leaf (
    id          uuid primary key,
    tenant_id   uuid not null,
    certificate bytea not null,
    wrapped_key bytea not null,
    not_after   timestamptz not null
);
create index signing_leaf_newest on signing_leaf (tenant_id, not_after desc);

-- Which work a mark id was given to; ids are unique over all organisations.
create table mark (
    mark_id   bigint primary key,
    tenant_id uuid not null,
    work_id   uuid not null unique
);
comment on table mark is 'append-only';
