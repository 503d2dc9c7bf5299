-- Organisations, people, members, API keys. Before somebody has signed in no organisation is known; what they present (an address, the
-- hash of a key) is then named by app.presented, and the policies let exactly the row through that it is about.

create function presented() returns text language sql stable parallel safe
    return nullif(current_setting('app.presented', true), '');

create table organisation (
    tenant_id  uuid primary key references tenant (id),
    name       text not null check (char_length(name) between 1 and 200),
    created_at timestamptz not null
);

create table person (
    id            uuid primary key,
    name          text not null check (char_length(name) between 1 and 200),
    email         text not null unique check (email = lower(email) and char_length(email) between 3 and 254),
    password_hash text not null,
    created_at    timestamptz not null
);

create table membership (
    tenant_id  uuid not null references organisation (tenant_id),
    person_id  uuid not null references person (id),
    role       text not null,
    created_at timestamptz not null,
    primary key (tenant_id, person_id)
);
create index membership_person on membership (person_id, created_at);

create table api_key (
    id           uuid primary key,
    tenant_id    uuid not null,
    person_id    uuid not null,
    label        text not null check (char_length(label) between 1 and 100),
    secret_hash  bytea not null unique check (octet_length(secret_hash) = 32),
    hint         text not null,
    created_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    foreign key (tenant_id, person_id) references membership (tenant_id, person_id)
);
create index api_key_of_tenant on api_key (tenant_id, created_at);

-- The one-time link: only its hash, one row at most.
create table set_up (
    only_row   boolean primary key default true check (only_row),
    token_hash bytea not null check (octet_length(token_hash) = 32),
    expires_at timestamptz not null
);

alter table person enable row level security;
alter table person force row level security;
create policy person_seen on person for select using (
    email = presented() or id::text = presented()
    or exists (select from membership m where m.person_id = person.id and m.tenant_id = current_tenant()));
create policy person_made on person for insert with check (current_tenant() is not null);
create policy person_changed on person for update using (id::text = presented()) with check (id::text = presented());

create policy membership_of_tenant on membership using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy membership_of_person on membership for select using (person_id::text = presented());

create policy organisation_self on organisation using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy organisation_of_person on organisation for select using (
    exists (select from membership m where m.tenant_id = organisation.tenant_id and m.person_id::text = presented()));

create policy api_key_of_tenant on api_key using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy api_key_presented on api_key for select using (encode(secret_hash, 'hex') = presented());
