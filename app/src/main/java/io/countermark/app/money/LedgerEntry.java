package io.countermark.app.money;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One booking: lines that sum to zero in every currency they name.
 *
 * @param date  of the event
 * @param text  for people
 * @param lines two or more
 */
public record LedgerEntry(LocalDate date, String text, List<Line> lines) {

    /** @param money positive is a debit, negative a credit */
    public record Line(Account account, Money money) {}

    /** A booking that does not balance. */
    public static final class UnbalancedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnbalancedException(String currency, BigDecimal rest) {
            super("The booking does not balance in " + currency + ": " + rest.toPlainString() + " is left");
        }
    }

    /** @throws UnbalancedException when the lines of a currency do not sum to zero */
    public LedgerEntry {
        lines = List.copyOf(lines);
        if (lines.size() < 2) {
            throw new IllegalArgumentException("A booking has two lines or more");
        }
        Map<String, BigDecimal> rest = new HashMap<>();
        for (Line line : lines) {
            rest.merge(line.money().currency().getCurrencyCode(), line.money().amount(), BigDecimal::add);
        }
        rest.forEach((currency, sum) -> {
            if (sum.signum() != 0) {
                throw new UnbalancedException(currency, sum);
            }
        });
    }
}
