package io.countermark.app.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countermark.app.money.LedgerEntry.Line;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerEntryTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

    @Test
    void balancesInEachCurrency() {
        LedgerEntry entry = new LedgerEntry(
                DAY,
                "CPCC series and US group",
                List.of(
                        new Line(Account.REGISTRATION_FEES, Money.of("400", "CNY")),
                        new Line(Account.CASH, Money.of("-400", "CNY")),
                        new Line(Account.REGISTRATION_FEES, Money.of("55", "USD")),
                        new Line(Account.CASH, Money.of("-55", "USD"))));
        assertThat(entry.lines()).hasSize(4);
    }

    @Test
    void refusesWhatBalancesOnlyAcrossCurrencies() {
        assertThatThrownBy(() -> new LedgerEntry(
                        DAY,
                        "mixed",
                        List.of(
                                new Line(Account.CASH, Money.of("-10", "USD")),
                                new Line(Account.COURT_FEES, Money.of("10", "EUR")))))
                .isInstanceOf(LedgerEntry.UnbalancedException.class)
                .hasMessageContaining("is left");
    }

    @Test
    void moneyIsNeverFinerThanTheMinorUnit() {
        assertThat(Money.of("5", "USD")).hasToString("5.00 USD");
        assertThat(Money.of("5", "JPY")).hasToString("5 JPY");
        assertThatThrownBy(() -> Money.of("0.5", "JPY")).isInstanceOf(ArithmeticException.class);
    }
}
