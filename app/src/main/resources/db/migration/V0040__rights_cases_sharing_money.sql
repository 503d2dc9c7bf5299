-- Licences: who may use a work, where, and until when.
create table licence_grant (
    id            uuid primary key,
    tenant_id     uuid not null default current_tenant(),
    work_id       uuid not null,
    licensee      text not null check (length(licensee) between 1 and 200),
    account       text check (length(account) <= 200),
    channel       text check (length(channel) <= 100),
    derivatives   boolean not null,
    valid_from    date not null,
    valid_to      date,
    state         text not null,
    created_at    timestamptz not null,
    check (valid_to is null or valid_to >= valid_from)
);
create index licence_grant_by_work on licence_grant (tenant_id, work_id);

-- The complaint channel. A case moves only by its events; the rows of the history are never changed.
create table complaint_case (
    id            uuid primary key,
    tenant_id     uuid not null default current_tenant(),
    work_id       uuid not null,
    profile       text not null,
    location      text not null check (length(location) between 1 and 2000),
    statement     text not null check (length(statement) <= 5000),
    elements      text[] not null,
    state         text not null,
    due           date,
    created_at    timestamptz not null,
    version       integer not null
);
create index complaint_case_by_state on complaint_case (tenant_id, state);

create table complaint_case_event (
    id            uuid primary key,
    tenant_id     uuid not null default current_tenant(),
    case_id       uuid not null references complaint_case (id),
    event         text not null,
    from_state    text not null,
    to_state      text not null,
    reason        text not null check (length(reason) <= 5000),
    at            timestamptz not null
);
create index complaint_case_event_by_case on complaint_case_event (tenant_id, case_id, at);

-- Share links: only the hash of a token is kept. A look is recorded before the picture is handed out.
create table share_link (
    id            uuid primary key,
    tenant_id     uuid not null default current_tenant(),
    work_id       uuid not null,
    recipient     text not null check (length(recipient) between 1 and 200),
    token_sha256  bytea not null unique,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    revoked_at    timestamptz
);
create index share_link_by_work on share_link (tenant_id, work_id);

create table share_look (
    id            uuid primary key,
    tenant_id     uuid not null default current_tenant(),
    share_id      uuid not null references share_link (id),
    at            timestamptz not null
);
create index share_look_by_share on share_look (tenant_id, share_id, at);

-- Double-entry ledger: bookings are added, never changed; a wrong one is booked back.
create table ledger_entry (
    id            uuid primary key,
    tenant_id     uuid not null default current_tenant(),
    date          date not null,
    text          text not null check (length(text) between 1 and 500),
    case_id       uuid,
    created_at    timestamptz not null
);
create table ledger_line (
    entry_id      uuid not null references ledger_entry (id),
    position      smallint not null,
    tenant_id     uuid not null default current_tenant(),
    account       text not null,
    amount        numeric(19, 4) not null,
    currency      char(3) not null,
    primary key (entry_id, position)
);
create index ledger_line_by_account on ledger_line (tenant_id, account, currency);
