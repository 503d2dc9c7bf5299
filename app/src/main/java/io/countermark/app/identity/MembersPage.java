package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.RefusedException;
import io.countermark.app.platform.Role;
import io.countermark.app.platform.web.Links;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** People: members, their roles, invitations. */
@Controller
@Needs(Permission.MEMBERS_READ)
class MembersPage {

    private static final String BACK = "redirect:/settings/members";

    private final Roster roster;
    private final Invitations invitations;
    private final InvitationMail mail;
    private final Links links;

    MembersPage(Roster roster, Invitations invitations, InvitationMail mail, Links links) {
        this.roster = roster;
        this.invitations = invitations;
        this.mail = mail;
        this.links = links;
    }

    @GetMapping("/settings/members")
    String show(@AuthenticationPrincipal Caller caller, Model model) {
        model.addAttribute("caller", caller);
        model.addAttribute("members", roster.list(caller));
        model.addAttribute("invitations", invitations.list(caller));
        model.addAttribute("roles", Role.values());
        return "identity/members";
    }

    /** The link travels to the next page in the session, never in an address. */
    @Needs(Permission.MEMBERS_WRITE)
    @PostMapping("/settings/invitations")
    String invite(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String role,
            Locale language,
            RedirectAttributes next) {
        return refusable(next, () -> {
            Invitations.Made made = invitations.invite(caller, email, FormField.role(role));
            next.addFlashAttribute("invited", made.email());
            next.addFlashAttribute("mailed", mail.send(made, caller, language));
            next.addFlashAttribute("link", links.shown(made.path()));
        });
    }

    @Needs(Permission.MEMBERS_WRITE)
    @PostMapping("/settings/invitations/{id}/withdraw")
    String withdraw(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        invitations.withdraw(caller, IdentityApi.uuid(id));
        return BACK;
    }

    @Needs(Permission.MEMBERS_WRITE)
    @PostMapping("/settings/members/{id}/role")
    String change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String role,
            RedirectAttributes next) {
        return refusable(next, () -> roster.changeRole(caller, IdentityApi.uuid(id), FormField.role(role)));
    }

    @Needs(Permission.MEMBERS_WRITE)
    @PostMapping("/settings/members/{id}/end")
    String end(@AuthenticationPrincipal Caller caller, @PathVariable String id, RedirectAttributes next) {
        return refusable(next, () -> roster.end(caller, IdentityApi.uuid(id)));
    }

    private static String refusable(RedirectAttributes next, Runnable act) {
        try {
            act.run();
        } catch (RefusedException e) {
            if (e.problem().status() == 404) {
                throw e;
            }
            next.addFlashAttribute("refusal", e);
        }
        return BACK;
    }
}
