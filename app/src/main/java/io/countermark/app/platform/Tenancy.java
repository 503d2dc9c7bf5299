package io.countermark.app.platform;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one door to an organisation's rows. Every table with a {@code tenant_id} column is under PostgreSQL's row-level security, forced
 * also on its owner: a statement sees and writes only rows of the organisation that {@code app.tenant} names in its transaction, and
 * nothing at all when none is named. Forgetting this class therefore shows too little, never too much.
 */
@Component
public class Tenancy {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Tenancy(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactionManager);
    }

    /**
     * Does work on an organisation's rows in one transaction: the surrounding one where there is one, else a new one, committed when
     * this returns and rolled back when it throws.
     *
     * @throws IllegalStateException when the surrounding transaction works for another organisation
     */
    public <T extends @Nullable Object> T in(UUID tenantId, Supplier<T> work) {
        return transactions.execute(status -> {
            String wanted = tenantId.toString();
            String before = enter(wanted);
            if (!before.isEmpty() && !before.equals(wanted)) {
                throw new IllegalStateException("A transaction for one organisation must not touch another's rows");
            }
            T result = work.get();
            if (before.isEmpty() && !status.isNewTransaction()) {
                enter("");
            }
            return result;
        });
    }

    /** As {@link #in} without a result. */
    public void run(UUID tenantId, Runnable work) {
        Supplier<@Nullable Void> supplier = () -> {
            work.run();
            return null;
        };
        in(tenantId, supplier);
    }

    /** The ids of all organisations, oldest first; for work of the house itself, such as building an index at start. */
    public List<UUID> all() {
        return jdbc.sql("select id from tenant order by created_at, id")
                .query((row, n) -> row.getObject(1, UUID.class))
                .list();
    }

    /** Sets the organisation for the rest of the transaction; returns the one before, empty when none. */
    private String enter(String tenant) {
        return jdbc.sql("""
                        with before as materialized (select coalesce(current_setting('app.tenant', true), '') as tenant)
                        select tenant from before, lateral (select set_config('app.tenant', :tenant, true) where before.tenant is not null)
                        """).param("tenant", tenant).query(String.class).single();
    }
}
