package io.countermark.app.money;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Problem;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Balances, journal, and the booking of an official fee. */
@Controller
@Needs(Permission.MONEY_READ)
class MoneyPages {

    private final Ledger ledger;
    private final Fees fees;
    private final Clock clock;

    MoneyPages(Ledger ledger, Fees fees, Clock clock) {
        this.ledger = ledger;
        this.fees = fees;
        this.clock = clock;
    }

    @GetMapping("/money")
    String overview(@AuthenticationPrincipal Caller caller, Model model) {
        model.addAttribute("balances", ledger.balances(caller.tenantId()));
        model.addAttribute("journal", ledger.journal(caller.tenantId()));
        model.addAttribute("fees", fees.all());
        model.addAttribute("feesVersion", fees.version());
        return "money/overview";
    }

    @Needs(Permission.MONEY_WRITE)
    @PostMapping("/money/fees")
    String payFee(@AuthenticationPrincipal Caller caller, @RequestParam("fee") String feeId) {
        Fees.Fee fee = fees.all().stream()
                .filter(candidate -> candidate.id().equals(feeId))
                .findFirst()
                .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such fee"));
        Account account = fee.id().startsWith("ccb.") ? Account.COURT_FEES : Account.REGISTRATION_FEES;
        LedgerEntry entry = new LedgerEntry(
                LocalDate.now(clock),
                fee.name(),
                List.of(
                        new LedgerEntry.Line(account, fee.money()),
                        new LedgerEntry.Line(Account.CASH, fee.money().negated())));
        ledger.book(caller.tenantId(), entry, null);
        return "redirect:/money";
    }
}
