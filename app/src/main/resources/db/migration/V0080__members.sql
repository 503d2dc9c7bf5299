-- Invitations, ended memberships, sign-ins, second factors, scopes of API keys.

-- A member who has left stays in the table: what they did keeps its name. A membership that has ended lets nobody in.
alter table membership add column ended_at timestamptz;

-- The permissions a key was made for; null for all that its person's role allows.
alter table api_key add column scopes text[];

create table invitation (
    id           uuid primary key,
    tenant_id    uuid not null references organisation (tenant_id),
    email        text not null check (email = lower(email) and char_length(email) between 3 and 254),
    role         text not null,
    token_hash   bytea not null unique check (octet_length(token_hash) = 32),
    invited_by   uuid not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    accepted_at  timestamptz,
    withdrawn_at timestamptz,
    foreign key (tenant_id, invited_by) references membership (tenant_id, person_id)
);
create unique index invitation_open on invitation (tenant_id, email) where accepted_at is null and withdrawn_at is null;
create policy invitation_of_tenant on invitation using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy invitation_presented on invitation for select using (encode(token_hash, 'hex') = presented());
-- Whom an invitation is for may see the name of the organisation that invites.
create policy organisation_inviting on organisation for select using (
    exists (select from invitation i where i.tenant_id = organisation.tenant_id));

-- A browser that somebody has signed in with: only the hash of what its cookie holds.
create table sign_in (
    id           uuid primary key,
    tenant_id    uuid not null,
    person_id    uuid not null references person (id),
    secret_hash  bytea not null unique check (octet_length(secret_hash) = 32),
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    ended_at     timestamptz,
    address      text not null,
    browser      text not null,
    foreign key (tenant_id, person_id) references membership (tenant_id, person_id)
);
create index sign_in_of_person on sign_in (person_id, last_seen_at);
create policy sign_in_of_person on sign_in using (person_id::text = presented()) with check (person_id::text = presented());
create policy sign_in_presented on sign_in for select using (encode(secret_hash, 'hex') = presented());

-- RFC 6238. The secret is wrapped by the root key; last_step is the time step of the last code that was taken, so that none is taken twice.
create table second_factor (
    person_id      uuid primary key references person (id),
    wrapped_secret bytea not null,
    created_at     timestamptz not null,
    confirmed_at   timestamptz,
    last_step      bigint not null default 0
);
create table recovery_code (
    person_id uuid not null references second_factor (person_id) on delete cascade,
    code_hash bytea not null check (octet_length(code_hash) = 32),
    used_at   timestamptz,
    primary key (person_id, code_hash)
);
alter table second_factor enable row level security;
alter table second_factor force row level security;
alter table recovery_code enable row level security;
alter table recovery_code force row level security;
create policy second_factor_of_person on second_factor using (person_id::text = presented()) with check (person_id::text = presented());
create policy recovery_code_of_person on recovery_code using (person_id::text = presented()) with check (person_id::text = presented());
