package io.countermark.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countermark.app.ServerTest;
import io.countermark.app.identity.TestAccounts;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ServerTest
class TenancyTest {

    @Autowired
    Tenancy tenancy;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactionManager;

    @Autowired
    TestAccounts accounts;

    private UUID acme;
    private UUID other;

    @BeforeEach
    void twoOrganisations() {
        acme = accounts.make("Acme").caller().tenantId();
        other = accounts.make("Other").caller().tenantId();
    }

    private List<UUID> visible() {
        return jdbc.sql("select tenant_id from organisation")
                .query((row, n) -> row.getObject(1, UUID.class))
                .list();
    }

    @Test
    void withoutAnOrganisationNothingIsSeen() {
        for (String table : tenantTables()) {
            assertThat(jdbc.sql("select count(*) from " + table)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    private List<String> tenantTables() {
        return jdbc.sql("""
                        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
                        where a.attname = 'tenant_id' and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
                        """).query((row, n) -> row.getString(1)).list();
    }

    @Test
    void everyTableWithRowsOfOrganisationsIsForcedUnderRowLevelSecurity() {
        assertThat(tenantTables()).contains("organisation", "membership", "api_key");
        assertThat(jdbc.sql("""
                                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
                                where a.attname = 'tenant_id' and c.relkind in ('r', 'p')
                                  and c.relnamespace = 'public'::regnamespace
                                  and not (c.relrowsecurity and c.relforcerowsecurity
                                    and exists (select from pg_policy p where p.polrelid = c.oid))
                                """).query((row, n) -> row.getString(1)).list()).isEmpty();
    }

    @Test
    void anOrganisationSeesItsOwnRowsOnly() {
        assertThat(tenancy.in(acme, this::visible)).containsExactly(acme);
        assertThat(tenancy.in(other, this::visible)).containsExactly(other);
    }

    @Test
    void anothersRowsCannotBeWritten() {
        assertThatThrownBy(() -> tenancy.run(
                        acme,
                        () -> jdbc.sql(
                                        "insert into organisation (tenant_id, name, created_at) values (:id, 'X', now())")
                                .param("id", other)
                                .update()))
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("row-level security");
        int changed = tenancy.in(
                acme,
                () -> jdbc.sql("update organisation set name = 'taken' where tenant_id = :id")
                        .param("id", other)
                        .update());
        assertThat(changed).isZero();
    }

    @Test
    void oneTransactionDoesNotServeTwoOrganisations() {
        assertThatThrownBy(() -> tenancy.run(acme, () -> tenancy.run(other, () -> {})))
                .isInstanceOf(IllegalStateException.class);
        assertThat(tenancy.in(acme, () -> tenancy.in(acme, this::visible))).containsExactly(acme);
    }

    @Test
    void aSurroundingTransactionKeepsNoOrganisationAfterwards() {
        List<UUID> after = new TransactionTemplate(transactionManager).execute(status -> {
            tenancy.run(acme, () -> assertThat(visible()).containsExactly(acme));
            return visible();
        });
        assertThat(after).isEmpty();
    }

    @Test
    void theRuntimeRoleHasNoWayAround() {
        assertThat(jdbc.sql("""
                                select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles
                                where rolname = current_user
                                """).query(Boolean.class).single()).isFalse();
        assertThatThrownBy(() -> jdbc.sql("alter table organisation no force row level security")
                        .update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.sql("create table mine (x int)").update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void theSettingsThatKeepCommitsAreOn() {
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            assertThat(jdbc.sql("show " + setting).query(String.class).single())
                    .as(setting)
                    .isEqualTo("on");
        }
    }
}
