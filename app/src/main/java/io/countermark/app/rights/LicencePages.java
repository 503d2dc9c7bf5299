package io.countermark.app.rights;

import io.countermark.app.library.Library;
import io.countermark.app.markets.Channels;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Licences for people. */
@Controller
@Needs(Permission.LICENCES_READ)
class LicencePages {

    private static final int OFFERED_WORKS = 100;

    private final LicencesApi api;
    private final Licences licences;
    private final Library library;
    private final Channels channels;

    LicencePages(LicencesApi api, Licences licences, Library library, Channels channels) {
        this.api = api;
        this.licences = licences;
        this.library = library;
        this.channels = channels;
    }

    @GetMapping("/licences")
    String all(@AuthenticationPrincipal Caller caller, Model model) {
        model.addAttribute("licences", licences.all(caller.tenantId()));
        model.addAttribute(
                "works", library.works(caller.tenantId(), null, OFFERED_WORKS).works());
        model.addAttribute("channels", channels.all());
        return "rights/licences";
    }

    @Needs(Permission.LICENCES_WRITE)
    @PostMapping("/licences")
    String grant(@AuthenticationPrincipal Caller caller, @Valid @ModelAttribute LicencesApi.Wanted wanted) {
        api.grant(caller, wanted);
        return "redirect:/licences";
    }

    @Needs(Permission.LICENCES_WRITE)
    @PostMapping("/licences/{id}/terminate")
    String terminate(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        api.move(caller, id, new LicencesApi.Move("terminate"));
        return "redirect:/licences";
    }
}
