package io.countermark.app.cases;

import io.countermark.app.library.Library;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The complaint channel for programs. */
@RestController
@Needs(Permission.CASES_READ)
class CasesApi {

    private final Cases cases;
    private final LegalProfiles profiles;
    private final Library library;

    CasesApi(Cases cases, LegalProfiles profiles, Library library) {
        this.cases = cases;
        this.profiles = profiles;
        this.library = library;
    }

    record NoticeBody(
            @NotNull UUID workId,
            @NotBlank String profile,
            @NotBlank @Size(max = 2000) String location,
            @Nullable @Size(max = 200) String account,
            @Nullable @Size(max = 100) String channel,
            @NotNull @Size(max = 5000) String statement,
            @Nullable Set<String> elements) {

        Cases.Notice notice() {
            return new Cases.Notice(
                    workId, profile, location, account, channel, statement, elements == null ? Set.of() : elements);
        }
    }

    record Move(
            @NotBlank String event,
            int version,
            @NotBlank @Size(max = 5000) String reason) {}

    @GetMapping("/v1/legal-profiles")
    List<LegalProfile> profiles() {
        return profiles.all();
    }

    @Needs(Permission.CASES_WRITE)
    @PostMapping("/v1/cases")
    ResponseEntity<ComplaintCase.File> submit(
            @AuthenticationPrincipal Caller caller, @Valid @RequestBody NoticeBody body) {
        if (library.work(caller.tenantId(), body.workId()).isEmpty()) {
            throw Problem.NOT_FOUND.because("There is no such work here");
        }
        ComplaintCase.File file = cases.submit(caller.tenantId(), body.notice());
        return ResponseEntity.created(URI.create("/v1/cases/" + file.complaint().id()))
                .body(file);
    }

    @GetMapping("/v1/cases")
    List<ComplaintCase> all(@AuthenticationPrincipal Caller caller) {
        return cases.all(caller.tenantId());
    }

    @GetMapping("/v1/cases/{id}")
    ComplaintCase.File one(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return cases.file(caller.tenantId(), id)
                .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such case here"));
    }

    @Needs(Permission.CASES_WRITE)
    @PostMapping("/v1/cases/{id}/events")
    ComplaintCase.File move(
            @AuthenticationPrincipal Caller caller, @PathVariable UUID id, @Valid @RequestBody Move move) {
        return cases.apply(caller.tenantId(), id, move.version(), move.event(), move.reason())
                .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such case here"));
    }
}
