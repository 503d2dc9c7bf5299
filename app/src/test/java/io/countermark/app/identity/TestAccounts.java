package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Ids;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes organisations for tests, past the one-time link. */
@Component
public class TestAccounts {

    /** Of every account made here. */
    public static final String PASSWORD = "a long enough password";

    private final Members members;
    private final ApiKeys apiKeys;
    private final Passwords passwords;
    private final TransactionTemplate transactions;

    TestAccounts(Members members, ApiKeys apiKeys, Passwords passwords, PlatformTransactionManager transactionManager) {
        this.members = members;
        this.apiKeys = apiKeys;
        this.passwords = passwords;
        this.transactions = new TransactionTemplate(transactionManager);
    }

    /**
     * @param caller the owner
     * @param apiKey a key of theirs
     */
    public record Account(Caller caller, String apiKey) {}

    /** A new organisation with an owner and a key. */
    public Account make(String organisation) {
        return transactions.execute(status -> {
            String email = "owner-" + Ids.next() + "@example.com";
            Caller owner = members.found(organisation, "Olga Owner", email, passwords.hashNew(PASSWORD));
            return new Account(owner, apiKeys.make(owner, "test").secret().text());
        });
    }
}
