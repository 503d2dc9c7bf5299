package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.RefusedException;
import jakarta.servlet.http.HttpSession;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Account and API keys. */
@Controller
class SettingsPage {

    /** Session attribute: a key just made, to be shown once. */
    static final String NEW_KEY = SettingsPage.class.getName() + ".key";

    private final ApiKeys apiKeys;

    SettingsPage(ApiKeys apiKeys) {
        this.apiKeys = apiKeys;
    }

    @GetMapping("/settings")
    String show(@AuthenticationPrincipal Caller caller, HttpSession session, Model model) {
        model.addAttribute("caller", caller);
        model.addAttribute("keys", apiKeys.list(caller));
        model.addAttribute("newKey", session.getAttribute(NEW_KEY));
        session.removeAttribute(NEW_KEY);
        return "identity/settings";
    }

    @PostMapping("/settings/api-keys")
    String make(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "") String label,
            HttpSession session,
            RedirectAttributes next) {
        try {
            session.setAttribute(NEW_KEY, apiKeys.make(caller, label).secret().text());
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e);
        }
        return "redirect:/settings";
    }

    @PostMapping("/settings/api-keys/{id}/revoke")
    String revoke(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        apiKeys.revoke(caller, IdentityApi.uuid(id));
        return "redirect:/settings";
    }
}
