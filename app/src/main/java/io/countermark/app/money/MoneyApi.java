package io.countermark.app.money;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The ledger for programs. */
@RestController
@Needs(Permission.MONEY_READ)
class MoneyApi {

    private static final Problem NOT_A_BOOKING = new Problem("not-a-booking", 422, "The booking is not sound");

    private final Ledger ledger;
    private final Fees fees;

    MoneyApi(Ledger ledger, Fees fees) {
        this.ledger = ledger;
        this.fees = fees;
    }

    /** @param amount decimal, positive for a debit, negative for a credit */
    record LineBody(
            @NotNull Account account,
            @NotBlank String amount,
            @NotBlank String currency) {}

    record EntryBody(
            @NotNull LocalDate date,
            @NotBlank @Size(max = 500) String text,
            @Nullable UUID caseId,
            @NotNull @Size(min = 2, max = 100) List<@Valid LineBody> lines) {

        LedgerEntry entry() {
            return new LedgerEntry(
                    date,
                    text,
                    lines.stream()
                            .map(line -> new LedgerEntry.Line(line.account(), Money.of(line.amount(), line.currency())))
                            .toList());
        }
    }

    record Booked(UUID id) {}

    @Needs(Permission.MONEY_WRITE)
    @PostMapping("/v1/ledger/entries")
    @ResponseStatus(HttpStatus.CREATED)
    Booked book(@AuthenticationPrincipal Caller caller, @Valid @RequestBody EntryBody body) {
        return new Booked(ledger.book(caller.tenantId(), sound(body), body.caseId()));
    }

    @GetMapping("/v1/ledger/balances")
    List<Ledger.Balance> balances(@AuthenticationPrincipal Caller caller) {
        return ledger.balances(caller.tenantId());
    }

    @GetMapping("/v1/ledger/entries")
    List<Ledger.JournalLine> journal(@AuthenticationPrincipal Caller caller) {
        return ledger.journal(caller.tenantId());
    }

    @GetMapping("/v1/fees")
    List<Fees.Fee> fees() {
        return fees.all();
    }

    private static LedgerEntry sound(EntryBody body) {
        try {
            return body.entry();
        } catch (LedgerEntry.UnbalancedException e) {
            throw NOT_A_BOOKING.because(String.valueOf(e.getMessage()));
        } catch (ArithmeticException e) {
            throw NOT_A_BOOKING.because("An amount is finer than its currency's smallest unit");
        } catch (IllegalArgumentException e) {
            throw NOT_A_BOOKING.because("An amount is not a decimal number, or a currency is not in ISO 4217");
        }
    }
}
