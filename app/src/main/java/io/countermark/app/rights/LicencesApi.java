package io.countermark.app.rights;

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
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Licences for programs. */
@RestController
@Needs(Permission.LICENCES_READ)
class LicencesApi {

    private final Licences licences;
    private final Library library;

    LicencesApi(Licences licences, Library library) {
        this.licences = licences;
        this.library = library;
    }

    record Wanted(
            @NotNull UUID workId,
            @NotBlank @Size(max = 200) String licensee,
            @Nullable @Size(max = 200) String account,
            @Nullable @Size(max = 100) String channel,
            boolean derivatives,
            @NotNull LocalDate validFrom,
            @Nullable LocalDate validTo) {

        Licence licence() {
            return new Licence(
                    new UUID(0, 0),
                    workId,
                    licensee,
                    blank(account),
                    blank(channel),
                    derivatives,
                    validFrom,
                    validTo,
                    "");
        }

        private static @Nullable String blank(@Nullable String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }
    }

    record Move(@NotBlank String event) {}

    @Needs(Permission.LICENCES_WRITE)
    @PostMapping("/v1/licences")
    ResponseEntity<Licence> grant(@AuthenticationPrincipal Caller caller, @Valid @RequestBody Wanted wanted) {
        if (library.work(caller.tenantId(), wanted.workId()).isEmpty()) {
            throw Problem.NOT_FOUND.because("There is no such work here");
        }
        if (wanted.validTo() != null && wanted.validTo().isBefore(wanted.validFrom())) {
            throw Problem.BAD_REQUEST.because("validTo must not lie before validFrom");
        }
        Licence licence = licences.grant(caller.tenantId(), wanted.licence());
        return ResponseEntity.created(URI.create("/v1/licences/" + licence.id()))
                .body(licence);
    }

    @GetMapping("/v1/licences")
    List<Licence> all(@AuthenticationPrincipal Caller caller) {
        return licences.all(caller.tenantId());
    }

    @GetMapping("/v1/licences/{id}")
    Licence one(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return licences.find(caller.tenantId(), id)
                .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such licence here"));
    }

    @Needs(Permission.LICENCES_WRITE)
    @PostMapping("/v1/licences/{id}/events")
    Licence move(@AuthenticationPrincipal Caller caller, @PathVariable UUID id, @Valid @RequestBody Move move) {
        return licences.apply(caller.tenantId(), id, move.event())
                .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such licence here"));
    }
}
