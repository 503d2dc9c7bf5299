package io.countermark.app.identity;

import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads before it is known who asks: what was presented (an address, a person's id that a password proved, the hash of a key) is named to
 * the database, whose policies show the row that it is about and no other.
 */
@Component
class Presented {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Presented(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactionManager);
    }

    <T> T with(String presented, Supplier<T> work) {
        return transactions.execute(status -> {
            jdbc.sql("select set_config('app.presented', :presented, true)")
                    .param("presented", presented)
                    .query(String.class)
                    .single();
            return work.get();
        });
    }
}
