package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One's own sign-ins, organisations and second factor. */
@Controller
@Needs(Permission.ACCOUNT)
class AccountPages {

    private static final String SECOND_FACTOR = "redirect:/settings/second-factor";

    /** Session attribute: recovery codes just made, to be shown once. */
    private static final String RECOVERY = AccountPages.class.getName() + ".recovery";

    private final SignIns signIns;
    private final SecondFactors secondFactors;
    private final SignIn signIn;
    private final Doorway doorway;

    AccountPages(SignIns signIns, SecondFactors secondFactors, SignIn signIn, Doorway doorway) {
        this.signIns = signIns;
        this.secondFactors = secondFactors;
        this.signIn = signIn;
        this.doorway = doorway;
    }

    @PostMapping("/settings/sign-ins/{id}/end")
    String end(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        signIns.end(caller.memberId(), IdentityApi.uuid(id));
        return "redirect:/settings";
    }

    @PostMapping("/settings/sign-ins/end-others")
    String endOthers(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Doorway.signIn(request).ifPresent(mine -> signIns.endOthers(caller.memberId(), mine.id()));
        return "redirect:/settings";
    }

    @PostMapping("/settings/organisation")
    String move(@RequestParam(defaultValue = "") String organisation, HttpServletRequest request) {
        Doorway.signIn(request).ifPresent(mine -> doorway.move(mine, IdentityApi.uuid(organisation)));
        return "redirect:/";
    }

    @GetMapping("/settings/second-factor")
    String secondFactor(@AuthenticationPrincipal Caller caller, HttpSession session, Model model) {
        boolean on = secondFactors.isOn(caller.memberId());
        model.addAttribute("on", on);
        if (on) {
            model.addAttribute("left", secondFactors.recoveryCodesLeft(caller.memberId()));
        } else {
            secondFactors.waiting(caller).ifPresent(enrolment -> {
                model.addAttribute("enrolment", enrolment);
                model.addAttribute("code", QrPicture.of(enrolment.uri()));
            });
        }
        model.addAttribute("recovery", session.getAttribute(RECOVERY));
        session.removeAttribute(RECOVERY);
        return "identity/second-factor";
    }

    @PostMapping("/settings/second-factor/start")
    String start(@AuthenticationPrincipal Caller caller, RedirectAttributes next) {
        return refusable(next, () -> secondFactors.start(caller));
    }

    @PostMapping("/settings/second-factor/confirm")
    String confirm(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "") String code,
            HttpSession session,
            RedirectAttributes next) {
        return refusable(
                next,
                () -> session.setAttribute(RECOVERY, new java.util.ArrayList<>(secondFactors.confirm(caller, code))));
    }

    @PostMapping("/settings/second-factor/off")
    String turnOff(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            RedirectAttributes next) {
        return refusable(next, () -> {
            // Counted like a sign-in, so that a borrowed browser can't try all codes.
            signIn.code(caller, code, request.getRemoteAddr());
            secondFactors.turnOff(caller);
        });
    }

    private static String refusable(RedirectAttributes next, Runnable act) {
        try {
            act.run();
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e);
        }
        return SECOND_FACTOR;
    }
}
