-- Works with their original, the renditions made from it and the timeline of what happened to them.

create table work (
    id         uuid primary key,
    tenant_id  uuid not null,
    title      text not null check (char_length(title) between 1 and 300),
    created_at timestamptz not null,
    created_by uuid not null
);
create index work_newest on work (tenant_id, created_at desc, id desc);

create table asset (
    id             uuid primary key,
    tenant_id      uuid not null,
    work_id        uuid not null unique references work (id),
    file_name      text not null check (char_length(file_name) between 1 and 255),
    format         text not null,
    byte_length    bigint not null check (byte_length > 0),
    sha256         bytea not null check (octet_length(sha256) = 32),
    width          integer not null check (width > 0),
    height         integer not null check (height > 0),
    pixel_sha256   bytea check (octet_length(pixel_sha256) = 32),
    pdq            bytea check (octet_length(pdq) = 256), -- eight hashes of 32 bytes, in the order of Dihedral
    pdq_quality    smallint check (pdq_quality between 0 and 100),
    state          text not null,
    failure_code   text,
    failure_detail text,
    received_at    timestamptz not null,
    unique (tenant_id, sha256),
    check ((pdq is null) = (pixel_sha256 is null) and (pdq is null) = (pdq_quality is null)),
    check ((state = 'FAILED') = (failure_code is not null))
);
create index asset_pixels on asset (tenant_id, pixel_sha256);
create index asset_unfinished on asset (received_at) where state not in ('PROTECTED', 'FAILED');

create table marking (
    asset_id       uuid primary key references asset (id),
    tenant_id      uuid not null,
    mark_id        bigint,
    psnr           double precision,
    marked_psnr    double precision,
    refusal_code   text,
    refusal_detail text,
    check ((mark_id is null) = (refusal_code is not null))
);
create unique index marking_id on marking (mark_id);

create table rendition (
    id             uuid primary key,
    tenant_id      uuid not null,
    asset_id       uuid not null unique references asset (id),
    format         text not null,
    byte_length    bigint not null check (byte_length > 0),
    sha256         bytea not null check (octet_length(sha256) = 32),
    pixel_sha256   bytea not null check (octet_length(pixel_sha256) = 32),
    width          integer not null check (width > 0),
    height         integer not null check (height > 0),
    manifest_label text not null,
    signed_at      timestamptz not null
);
create index rendition_bytes on rendition (tenant_id, sha256);
create index rendition_pixels on rendition (tenant_id, pixel_sha256);
create index rendition_manifest on rendition (tenant_id, manifest_label);

-- A line of a work's timeline. What can happen once only says so in once_key, so that a repeated step adds no second line.
create table revision (
    seq           bigint generated always as identity primary key,
    tenant_id     uuid not null,
    work_id       uuid not null references work (id),
    happened_at   timestamptz not null,
    actor_id      uuid,
    operation     text not null,
    before_sha256 bytea check (octet_length(before_sha256) = 32),
    after_sha256  bytea check (octet_length(after_sha256) = 32),
    detail        text,
    once_key      text,
    unique (work_id, once_key)
);
create index revision_timeline on revision (work_id, seq);
comment on table revision is 'append-only';

-- What an Idempotency-Key of an upload stood for.
create table upload_key (
    tenant_id  uuid not null,
    key        text not null check (char_length(key) between 1 and 255),
    sha256     bytea not null check (octet_length(sha256) = 32),
    asset_id   uuid not null references asset (id),
    created_at timestamptz not null,
    primary key (tenant_id, key)
);
