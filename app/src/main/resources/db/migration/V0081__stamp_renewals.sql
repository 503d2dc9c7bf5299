-- When a token loses its force, and the tokens over it that were made before that. What was there already is renewed once.
alter table checkpoint_stamp add column expires_at timestamptz not null default now();
alter table checkpoint_stamp alter column expires_at drop default;

create table stamp_renewal (
    log_size   bigint not null,
    authority  text not null, -- of the stamp that is kept alive
    number     int not null check (number > 0),
    renewed_by text not null,
    token      bytea not null, -- over the SHA-256 of the token with the number before; the stamp itself is number 0
    root       bytea not null,
    stamped_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (log_size, authority, number),
    foreign key (log_size, authority) references checkpoint_stamp (log_size, authority)
);
comment on table stamp_renewal is 'append-only';
