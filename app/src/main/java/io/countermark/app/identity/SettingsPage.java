package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
@Needs(Permission.ACCOUNT)
class SettingsPage {

    /** Session attribute: a key just made, to be shown once. */
    static final String NEW_KEY = SettingsPage.class.getName() + ".key";

    private final ApiKeys apiKeys;
    private final Members members;
    private final SignIns signIns;
    private final SecondFactors secondFactors;

    SettingsPage(ApiKeys apiKeys, Members members, SignIns signIns, SecondFactors secondFactors) {
        this.apiKeys = apiKeys;
        this.members = members;
        this.signIns = signIns;
        this.secondFactors = secondFactors;
    }

    @GetMapping("/settings")
    String show(@AuthenticationPrincipal Caller caller, HttpServletRequest request, HttpSession session, Model model) {
        model.addAttribute("caller", caller);
        model.addAttribute("homes", members.homes(caller.memberId()));
        model.addAttribute("signIns", signIns.list(caller.memberId()));
        model.addAttribute("here", Doorway.signIn(request).map(SignIns.Open::id).orElse(null));
        model.addAttribute("secondFactor", secondFactors.isOn(caller.memberId()));
        model.addAttribute(
                "scopes",
                caller.permissions().stream().map(Permission::scope).sorted().toList());
        model.addAttribute("keys", apiKeys.list(caller));
        model.addAttribute("newKey", session.getAttribute(NEW_KEY));
        session.removeAttribute(NEW_KEY);
        return "identity/settings";
    }

    @PostMapping("/settings/api-keys")
    String make(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "") String label,
            @RequestParam(required = false) @Nullable List<String> scopes,
            HttpSession session,
            RedirectAttributes next) {
        try {
            session.setAttribute(
                    NEW_KEY,
                    apiKeys.make(caller, label, scopes == null ? List.of() : scopes)
                            .secret()
                            .text());
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
