package io.countermark.app.rights;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A grant to use a work.
 *
 * @param licensee    whose permission it is
 * @param account     the seller account it is limited to; null for any of the licensee's
 * @param channel     the channel it is limited to, for example {@code amazon.main}; null for all
 * @param derivatives whether altered copies are allowed
 * @param validFrom   first day
 * @param validTo     last day; null when open-ended
 * @param state       of the machine LicenceGrant
 */
public record Licence(
        UUID id,
        UUID workId,
        String licensee,
        @Nullable String account,
        @Nullable String channel,
        boolean derivatives,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        String state) {

    /** Whether it explains a use: a day, an account and a channel within its scope. */
    public boolean covers(Use use) {
        boolean inTerm =
                !use.day().isBefore(validFrom) && (validTo == null || !use.day().isAfter(validTo));
        return state.equals("ACTIVE")
                && inTerm
                && (account == null || account.equals(use.account()))
                && (channel == null || channel.equals(use.channel()))
                && (derivatives || !use.altered());
    }

    /**
     * A use of a work that was seen.
     *
     * @param account the seller's account; null when not known
     * @param channel where; null when not known
     * @param altered whether the copy was changed
     */
    public record Use(
            UUID workId, @Nullable String account, @Nullable String channel, boolean altered, LocalDate day) {}
}
