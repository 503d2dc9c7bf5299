package io.countermark.app.cases;

import io.countermark.app.library.Library;
import io.countermark.app.library.Work;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The case board and a case's file. */
@Controller
@Needs(Permission.CASES_READ)
class CasePages {

    private static final int OFFERED_WORKS = 100;

    private final Cases cases;
    private final CasesApi api;
    private final LegalProfiles profiles;
    private final Library library;

    CasePages(Cases cases, CasesApi api, LegalProfiles profiles, Library library) {
        this.cases = cases;
        this.api = api;
        this.profiles = profiles;
        this.library = library;
    }

    @GetMapping("/cases")
    String board(@AuthenticationPrincipal Caller caller, Model model) {
        Map<String, List<ComplaintCase>> columns = cases.all(caller.tenantId()).stream()
                .collect(Collectors.groupingBy(ComplaintCase::state, TreeMap::new, Collectors.toList()));
        model.addAttribute("columns", columns);
        model.addAttribute(
                "laws", profiles.all().stream().collect(Collectors.toMap(LegalProfile::id, LegalProfile::name)));
        return "cases/board";
    }

    @Needs(Permission.CASES_WRITE)
    @GetMapping("/cases/new")
    String form(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "profile", defaultValue = "US-DMCA") String profile,
            Model model) {
        model.addAttribute("profiles", profiles.all());
        model.addAttribute(
                "profile", profiles.find(profile).orElseGet(() -> profiles.all().getFirst()));
        model.addAttribute(
                "works", library.works(caller.tenantId(), null, OFFERED_WORKS).works());
        return "cases/new";
    }

    @Needs(Permission.CASES_WRITE)
    @PostMapping("/cases")
    String submit(@AuthenticationPrincipal Caller caller, @Valid @ModelAttribute CasesApi.NoticeBody body) {
        ComplaintCase.File file =
                Objects.requireNonNull(api.submit(caller, body).getBody());
        UUID id = file.complaint().id();
        return "redirect:/cases/" + id;
    }

    @GetMapping("/cases/{id}")
    String file(@AuthenticationPrincipal Caller caller, @PathVariable UUID id, Model model) {
        ComplaintCase.File file = api.one(caller, id);
        model.addAttribute("file", file);
        model.addAttribute(
                "workTitle",
                library.work(caller.tenantId(), file.complaint().workId())
                        .map(Work::title)
                        .orElse("?"));
        model.addAttribute("profile", profiles.find(file.complaint().profile()).orElseThrow());
        return "cases/file";
    }

    @Needs(Permission.CASES_WRITE)
    @PostMapping("/cases/{id}/events")
    String move(
            @AuthenticationPrincipal Caller caller, @PathVariable UUID id, @Valid @ModelAttribute CasesApi.Move move) {
        api.move(caller, id, move);
        return "redirect:/cases/" + id;
    }
}
