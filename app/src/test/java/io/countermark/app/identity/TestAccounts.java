package io.countermark.app.identity;

import io.countermark.app.Http;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Role;
import io.countermark.app.platform.Tenancy;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
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

    private final Tenancy tenancy;

    TestAccounts(
            Members members,
            ApiKeys apiKeys,
            Passwords passwords,
            Tenancy tenancy,
            PlatformTransactionManager transactionManager) {
        this.tenancy = tenancy;
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

    /** A new person with that role in the organisation of the account, with a key for all that the role may. */
    public Account member(Account of, Role role) {
        return transactions.execute(status -> {
            UUID personId = Ids.next();
            String email = role.name().toLowerCase(Locale.ROOT) + "-" + personId + "@example.com";
            UUID tenantId = of.caller().tenantId();
            tenancy.run(tenantId, () -> {
                members.makePerson(personId, "Mo " + role, email, passwords.hashNew(PASSWORD));
                members.join(tenantId, personId, role);
            });
            Caller member = members.caller(tenantId, personId).orElseThrow();
            return new Account(member, apiKeys.make(member, "test").secret().text());
        });
    }

    /** A key of that person for these permissions only. */
    public String key(Account of, Permission... scopes) {
        return apiKeys.make(
                        of.caller(),
                        "scoped",
                        Arrays.stream(scopes).map(Permission::scope).toList())
                .secret()
                .text();
    }

    /** A browser in which that person has signed in. */
    public static Http signedIn(URI server, Account account) {
        Http browser = Http.browser(server);
        browser.postForm(
                "/login",
                browser.get("/login").body(),
                Map.of("email", account.caller().email(), "password", PASSWORD));
        return browser;
    }
}
