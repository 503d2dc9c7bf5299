-- Time-stamp tokens (RFC 3161) over checkpoints of the log: one row a checkpoint and authority. The log is the installation's, so no
-- row belongs to an organisation.
create table checkpoint_stamp (
    log_size   bigint not null check (log_size > 0),
    authority  text not null,
    note       text not null,
    witnesses  text not null, -- verifier keys of those whose co-signatures are on the note, one a line
    token      bytea not null,
    root       bytea not null, -- DER of the certificate that the token leads to
    stamped_at timestamptz not null,
    primary key (log_size, authority)
);
comment on table checkpoint_stamp is 'append-only';
