package io.countermark.app.sharing;

import io.countermark.app.library.Library;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.web.Links;
import jakarta.validation.Valid;
import java.util.Objects;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Share links for people: who was given one, how often it was used, a new one, and taking one back. */
@Controller
@Needs(Permission.SHARES_READ)
class SharingPages {

    private static final int OFFERED_WORKS = 100;

    private final SharingApi api;
    private final Shares shares;
    private final Library library;
    private final Links links;

    SharingPages(SharingApi api, Shares shares, Library library, Links links) {
        this.api = api;
        this.shares = shares;
        this.library = library;
        this.links = links;
    }

    @GetMapping("/sharing")
    String all(@AuthenticationPrincipal Caller caller, Model model) {
        model.addAttribute("shares", shares.all(caller.tenantId()));
        model.addAttribute(
                "works", library.works(caller.tenantId(), null, OFFERED_WORKS).works());
        return "sharing/shares";
    }

    /** The link travels to the next page in the session, never in an address. */
    @Needs(Permission.SHARES_WRITE)
    @PostMapping("/sharing")
    String open(
            @AuthenticationPrincipal Caller caller,
            @RequestParam("workId") UUID workId,
            @Valid @ModelAttribute SharingApi.Wanted wanted,
            RedirectAttributes next) {
        SharingApi.OpenedJson opened =
                Objects.requireNonNull(api.open(caller, workId, wanted).getBody());
        next.addFlashAttribute("link", links.shown(opened.path()));
        next.addFlashAttribute("recipient", opened.share().recipient());
        return "redirect:/sharing";
    }

    @Needs(Permission.SHARES_WRITE)
    @PostMapping("/sharing/{id}/revoke")
    String revoke(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        api.revoke(caller, id);
        return "redirect:/sharing";
    }
}
