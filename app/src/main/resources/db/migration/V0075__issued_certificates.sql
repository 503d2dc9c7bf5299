-- What the installation's certificate authority issued and revoked, for whoever asks by OCSP (RFC 6960). A number says nothing about
-- whose it is, so no row belongs to an organisation.
create table issued_certificate (
    serial    text primary key, -- hexadecimal, lower case
    leaf_id   uuid not null unique, -- of signing_leaf
    not_after timestamptz not null
);
comment on table issued_certificate is 'append-only';

create table revoked_certificate (
    serial     text primary key references issued_certificate (serial),
    revoked_at timestamptz not null,
    reason     text not null -- a name of CertificateRegister.RevocationReason
);
comment on table revoked_certificate is 'append-only';
