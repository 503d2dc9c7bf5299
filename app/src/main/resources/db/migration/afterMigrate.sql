-- The runtime role may read and write rows and nothing else; every table with a tenant_id is under forced row-level security, and
-- one without a policy of its own gets the plain one. A table with the comment 'append-only' can't be changed or emptied by it.

do $$
declare
    t record;
begin
    for t in
        select c.oid::regclass as name, exists (select from pg_policy p where p.polrelid = c.oid) as has_policy
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where a.attname = 'tenant_id' and not a.attisdropped and c.relkind in ('r', 'p')
          and c.relnamespace = current_schema()::regnamespace
    loop
        execute format('alter table %s enable row level security', t.name);
        execute format('alter table %s force row level security', t.name);
        if not t.has_policy then
            execute format('create policy tenant_only on %s using (tenant_id = current_tenant()) '
                'with check (tenant_id = current_tenant())', t.name);
        end if;
    end loop;

    -- With one role for all, the owner, there is nothing to grant.
    if current_user = '${app_role}' then
        return;
    end if;
    execute format('grant usage on schema %I to %I', current_schema(), '${app_role}');
    execute format('grant usage, select on all sequences in schema %I to %I', current_schema(), '${app_role}');
    for t in
        select c.oid::regclass as name, coalesce(obj_description(c.oid, 'pg_class'), '') as remark
        from pg_class c
        where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
          and c.relname <> 'flyway_schema_history'
    loop
        execute format('grant select, insert on %s to %I', t.name, '${app_role}');
        if t.remark = 'append-only' then
            execute format('revoke update, delete, truncate on %s from %I', t.name, '${app_role}');
        else
            execute format('grant update, delete on %s to %I', t.name, '${app_role}');
        end if;
    end loop;
end
$$;
