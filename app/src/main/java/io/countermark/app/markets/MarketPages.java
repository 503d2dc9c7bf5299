package io.countermark.app.markets;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import java.util.List;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/** The channels with their rules, and how a work's rendition stands with each, for people and for programs. */
@Controller
@Needs(Permission.WORKS_READ)
class MarketPages {

    private final Channels channels;
    private final WorkConformance works;

    MarketPages(Channels channels, WorkConformance works) {
        this.channels = channels;
        this.works = works;
    }

    @GetMapping("/markets")
    String all(@AuthenticationPrincipal Caller caller, Model model) {
        model.addAttribute("channels", channels.all());
        model.addAttribute("version", channels.version());
        model.addAttribute("grid", works.newest(caller.tenantId()));
        return "markets/channels";
    }

    @GetMapping("/works/{id}/markets")
    String work(@AuthenticationPrincipal Caller caller, @PathVariable UUID id, Model model) {
        WorkConformance.Row row = works.of(caller.tenantId(), id);
        model.addAttribute("row", row);
        model.addAttribute("waiting", row.answers().stream().anyMatch(WorkConformance.Answer::waiting));
        return "markets/work";
    }

    @GetMapping("/v1/channels")
    @ResponseBody
    List<Channel> channels() {
        return channels.all();
    }

    @GetMapping("/v1/works/{id}/channels")
    @ResponseBody
    List<Conformance> conformance(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return works.of(caller.tenantId(), id).answers().stream()
                .map(WorkConformance.Answer::conformance)
                .toList();
    }
}
