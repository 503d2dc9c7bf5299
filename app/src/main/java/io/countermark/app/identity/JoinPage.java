package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.OpenToAll;
import io.countermark.app.platform.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page behind an invitation's link. As with the set-up link the token leaves the address at once and waits in the session; it also
 * waits there while somebody who has an account signs in.
 */
@Controller
@OpenToAll("The token of the invitation is checked")
class JoinPage {

    private static final String TOKEN = JoinPage.class.getName() + ".token";

    private final Invitations invitations;
    private final Doorway doorway;

    JoinPage(Invitations invitations, Doorway doorway) {
        this.invitations = invitations;
        this.doorway = doorway;
    }

    static boolean isWaiting(HttpServletRequest request) {
        return token(request).isPresent();
    }

    @GetMapping(value = "/join", params = "token")
    String enter(@RequestParam String token, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        HttpSession session = request.getSession();
        request.changeSessionId();
        session.setAttribute(TOKEN, token);
        return "redirect:/join";
    }

    @GetMapping(value = "/join", params = "!token")
    String form(
            @AuthenticationPrincipal @Nullable Caller caller,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return show(caller, null, "", request, response, model);
    }

    @PostMapping("/join")
    String accept(
            @AuthenticationPrincipal @Nullable Caller caller,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<String> token = token(request);
        if (token.isEmpty()) {
            return show(caller, null, "", request, response, model);
        }
        Caller member;
        try {
            member = invitations.accept(new Secret(token.get()), caller, name, password, request.getRemoteAddr());
        } catch (RefusedException e) {
            return show(caller, e, name, request, response, model);
        }
        request.getSession().removeAttribute(TOKEN);
        Optional<SignIns.Open> open = Doorway.signIn(request);
        if (open.isPresent()) {
            doorway.move(open.get(), member.tenantId());
        } else {
            doorway.enter(member, request, response);
        }
        return "redirect:/";
    }

    private String show(
            @Nullable Caller caller,
            @Nullable RefusedException refusal,
            String name,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("name", name);
        if (refusal != null) {
            response.setStatus(refusal.problem().status());
            model.addAttribute("refusal", refusal);
        }
        try {
            String token = token(request)
                    .orElseThrow(() -> Invitations.WRONG_LINK.because("Open the link of your invitation again."));
            Invitations.Offer offer = invitations.offer(new Secret(token), request.getRemoteAddr());
            model.addAttribute("offer", offer);
            model.addAttribute("mine", caller != null && caller.email().equals(offer.email()));
        } catch (RefusedException e) {
            request.getSession().removeAttribute(TOKEN);
            response.setStatus(e.problem().status());
            model.addAttribute("refusal", e);
        }
        return "identity/join";
    }

    private static Optional<String> token(HttpServletRequest request) {
        @Nullable HttpSession session = request.getSession(false);
        return Optional.ofNullable(session == null ? null : (String) session.getAttribute(TOKEN));
    }
}
