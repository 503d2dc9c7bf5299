package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.OpenToAll;
import io.countermark.app.platform.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form for address and password, which Spring Security takes, and the one for the one-time code. */
@Controller
@OpenToAll("Nobody is signed in before")
class SignInPage {

    private final SignIn signIn;
    private final Doorway doorway;

    SignInPage(SignIn signIn, Doorway doorway) {
        this.signIn = signIn;
        this.doorway = doorway;
    }

    @GetMapping("/login")
    String form(@AuthenticationPrincipal @Nullable Caller caller) {
        return caller == null ? "identity/login" : "redirect:/";
    }

    @GetMapping("/login/code")
    String code(HttpServletRequest request) {
        return SecondStep.waiting(request).isPresent() ? "identity/code" : "redirect:/login";
    }

    @PostMapping("/login/code")
    String take(
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<SecondStep> waiting = SecondStep.waiting(request);
        if (waiting.isEmpty()) {
            return "redirect:/login";
        }
        try {
            signIn.code(waiting.get().caller(), code, request.getRemoteAddr());
        } catch (RefusedException e) {
            response.setStatus(e.problem().status());
            model.addAttribute("refusal", e);
            return "identity/code";
        }
        SecondStep.end(request);
        String next = Doorway.next(request, response);
        doorway.enter(waiting.get().caller(), request, response);
        return "redirect:" + next;
    }
}
