package io.countermark.app.money;

import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Tenancy;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The ledger: bookings are added, never changed; a wrong one is booked back. */
@Service
public class Ledger {

    private final JdbcClient jdbc;
    private final Tenancy tenancy;
    private final Clock clock;

    Ledger(JdbcClient jdbc, Tenancy tenancy, Clock clock) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    /** The sum of an account's lines in one currency; a debit is positive. */
    public record Balance(Account account, Money money) {}

    /** One line of the journal. */
    public record JournalLine(UUID entryId, LocalDate date, String text, Account account, Money money) {}

    /** Books an entry; {@code caseId} ties it to a case when there is one. */
    public UUID book(UUID tenant, LedgerEntry entry, @Nullable UUID caseId) {
        return tenancy.in(tenant, () -> store(entry, caseId));
    }

    private UUID store(LedgerEntry entry, @Nullable UUID caseId) {
        UUID id = Ids.next();
        jdbc.sql("""
                        insert into ledger_entry (id, date, text, case_id, created_at)
                        values (:id, :date, :text, :case, :now)
                        """)
                .param("id", id)
                .param("date", entry.date())
                .param("text", entry.text())
                .param("case", caseId)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        int position = 0;
        for (LedgerEntry.Line line : entry.lines()) {
            jdbc.sql("""
                            insert into ledger_line (entry_id, position, account, amount, currency)
                            values (:entry, :position, :account, :amount, :currency)
                            """)
                    .param("entry", id)
                    .param("position", position++)
                    .param("account", line.account().name())
                    .param("amount", line.money().amount())
                    .param("currency", line.money().currency().getCurrencyCode())
                    .update();
        }
        return id;
    }

    /** By account and currency. */
    public List<Balance> balances(UUID tenant) {
        return tenancy.in(tenant, this::balances);
    }

    private List<Balance> balances() {
        return jdbc.sql("""
                        select account, currency, sum(amount) as amount
                        from ledger_line group by account, currency order by account, currency
                        """)
                .query((row, index) -> new Balance(
                        Account.valueOf(row.getString("account")),
                        new Money(row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency")))))
                .list();
    }

    /** The newest lines first. */
    public List<JournalLine> journal(UUID tenant) {
        return tenancy.in(tenant, this::journal);
    }

    private List<JournalLine> journal() {
        return jdbc.sql("""
                        select e.id, e.date, e.text, l.account, l.amount, l.currency
                        from ledger_entry e join ledger_line l on l.entry_id = e.id
                        order by e.date desc, e.id desc, l.position limit 500
                        """)
                .query((row, index) -> new JournalLine(
                        row.getObject("id", UUID.class),
                        row.getObject("date", LocalDate.class),
                        row.getString("text"),
                        Account.valueOf(row.getString("account")),
                        new Money(row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency")))))
                .list();
    }
}
