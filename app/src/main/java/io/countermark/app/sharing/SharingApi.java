package io.countermark.app.sharing;

import io.countermark.app.library.Library;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Share links for programs. */
@RestController
@Needs(Permission.SHARES_READ)
class SharingApi {

    private final Shares shares;
    private final Library library;

    SharingApi(Shares shares, Library library) {
        this.shares = shares;
        this.library = library;
    }

    record Wanted(
            @NotBlank @Size(max = 200) String recipient,
            @Min(1) @Max(366) int days) {}

    /** @param path of the link on this server; it is told once and never again */
    record OpenedJson(Share share, String path) {

        /** Never shows the link. */
        @Override
        public String toString() {
            return "OpenedJson[" + share.id() + "]";
        }
    }

    @Needs(Permission.SHARES_WRITE)
    @PostMapping("/v1/works/{workId}/shares")
    ResponseEntity<OpenedJson> open(
            @AuthenticationPrincipal Caller caller, @PathVariable UUID workId, @Valid @RequestBody Wanted wanted) {
        requireWork(caller, workId);
        Shares.Opened opened =
                shares.open(caller.tenantId(), workId, wanted.recipient(), Duration.ofDays(wanted.days()));
        return ResponseEntity.created(URI.create("/v1/shares/" + opened.share().id()))
                .body(new OpenedJson(opened.share(), "/s/" + opened.token()));
    }

    @GetMapping("/v1/works/{workId}/shares")
    List<Share> of(@AuthenticationPrincipal Caller caller, @PathVariable UUID workId) {
        requireWork(caller, workId);
        return shares.of(caller.tenantId(), workId);
    }

    @GetMapping("/v1/shares")
    List<Share> all(@AuthenticationPrincipal Caller caller) {
        return shares.all(caller.tenantId());
    }

    @Needs(Permission.SHARES_WRITE)
    @DeleteMapping("/v1/shares/{id}")
    ResponseEntity<Void> revoke(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        if (!shares.revoke(caller.tenantId(), id)) {
            throw Problem.NOT_FOUND.because("There is no such share here");
        }
        return ResponseEntity.noContent().build();
    }

    private void requireWork(Caller caller, UUID workId) {
        if (library.work(caller.tenantId(), workId).isEmpty()) {
            throw Problem.NOT_FOUND.because("There is no such work here");
        }
    }
}
