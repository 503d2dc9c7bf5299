-- Renditions that were brought into a channel's shape; at most one for an original, a channel and a version of the rules. The id is
-- also the name of its object in the vault, version 1.
create table channel_rendition (
    id             uuid primary key,
    tenant_id      uuid not null,
    asset_id       uuid not null references asset (id),
    channel        text not null,
    rules          text not null,
    state          text not null check (state in ('ORDERED', 'MADE', 'REFUSED')),
    ordered_at     timestamptz not null,
    ordered_by     uuid,
    ended_at       timestamptz,
    refusal_code   text,
    refusal_detail text,
    format         text,
    byte_length    bigint check (byte_length > 0),
    sha256         bytea check (octet_length(sha256) = 32),
    pixel_sha256   bytea check (octet_length(pixel_sha256) = 32),
    width          integer check (width > 0),
    height         integer check (height > 0),
    manifest_label text,
    marked         boolean,
    unique (asset_id, channel, rules),
    check ((state = 'MADE') = (sha256 is not null)),
    check ((state = 'REFUSED') = (refusal_code is not null))
);
create index channel_rendition_bytes on channel_rendition (tenant_id, sha256);
create index channel_rendition_pixels on channel_rendition (tenant_id, pixel_sha256);
create index channel_rendition_manifest on channel_rendition (tenant_id, manifest_label);
