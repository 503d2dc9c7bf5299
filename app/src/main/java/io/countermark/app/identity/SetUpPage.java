package io.countermark.app.identity;

import io.countermark.app.platform.OpenToAll;
import io.countermark.app.platform.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page behind the one-time link. The token leaves the address at once: it goes into the session, and the browser is sent to
 * {@code /setup} without it, so that neither history, nor referrer, nor a proxy's log of the form keeps it.
 */
@Controller
@OpenToAll("The one-time token is checked")
class SetUpPage {

    private static final String TOKEN = SetUpPage.class.getName() + ".token";

    private final SetUp setUp;
    private final Doorway doorway;

    SetUpPage(SetUp setUp, Doorway doorway) {
        this.setUp = setUp;
        this.doorway = doorway;
    }

    @GetMapping(value = "/setup", params = "token")
    String enter(@RequestParam String token, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (setUp.accepts(new Secret(token), request.getRemoteAddr())) {
            HttpSession session = request.getSession();
            request.changeSessionId();
            session.setAttribute(TOKEN, token);
        }
        return "redirect:/setup";
    }

    @GetMapping(value = "/setup", params = "!token")
    String form(HttpServletRequest request, Model model) {
        model.addAttribute("open", token(request) != null);
        model.addAttribute("form", new SetUp.Form("", "", "", ""));
        return "identity/setup";
    }

    @PostMapping("/setup")
    String complete(
            @ModelAttribute SetUp.Form form, HttpServletRequest request, HttpServletResponse response, Model model) {
        String token = token(request);
        if (token == null) {
            model.addAttribute("open", false);
            return "identity/setup";
        }
        SetUp.Done done;
        try {
            done = setUp.complete(new Secret(token), filled(form), request.getRemoteAddr());
        } catch (RefusedException e) {
            response.setStatus(e.problem().status());
            model.addAttribute("open", !e.problem().equals(SetUp.WRONG_TOKEN));
            model.addAttribute("form", filled(form));
            model.addAttribute("refusal", e);
            return "identity/setup";
        }
        request.getSession().removeAttribute(TOKEN);
        doorway.enter(done.owner(), request, response);
        request.getSession()
                .setAttribute(SettingsPage.NEW_KEY, done.key().secret().text());
        return "redirect:/";
    }

    private static SetUp.Form filled(SetUp.Form form) {
        return new SetUp.Form(text(form.organisation()), text(form.name()), text(form.email()), text(form.password()));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    private static @Nullable String token(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : (String) session.getAttribute(TOKEN);
    }
}
