package io.countermark.app.dossier;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.evidence.PackageDraft;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Evidence packages as files: over REST, and from the buttons of a work's page. */
@RestController
@Needs(Permission.EVIDENCE)
class DossierApi {

    private static final String NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private final Dossier dossier;

    DossierApi(Dossier dossier) {
        this.dossier = dossier;
    }

    @GetMapping({"/v1/works/{id}/evidence", "/works/{id}/evidence"})
    ResponseEntity<byte[]> make(
            @AuthenticationPrincipal Caller caller,
            @PathVariable UUID id,
            @RequestParam(name = "original", defaultValue = "true") boolean original) {
        return zip(id, dossier.of(caller, id, original, null));
    }

    /** With a picture that was found somewhere, which is laid over the original. */
    @PostMapping({"/v1/works/{id}/evidence", "/works/{id}/evidence"})
    ResponseEntity<byte[]> makeWith(
            @AuthenticationPrincipal Caller caller,
            @PathVariable UUID id,
            @RequestParam(name = "original", defaultValue = "true") boolean original,
            @RequestParam("file") MultipartFile file)
            throws IOException {
        return zip(id, dossier.of(caller, id, original, file.getBytes()));
    }

    /** The page that verifies packages without a network; to be kept, hence a file. */
    @GetMapping("/v1/evidence/verify.html")
    @Needs(Permission.WORKS_READ)
    ResponseEntity<byte[]> verifier() {
        return attachment(new MediaType("text", "html", java.nio.charset.StandardCharsets.UTF_8), "verify.html")
                .body(PackageDraft.verifierPage());
    }

    private static ResponseEntity<byte[]> zip(UUID id, byte[] content) {
        return attachment(new MediaType("application", "zip"), "evidence-" + id + ".zip")
                .body(content);
    }

    private static ResponseEntity.BodyBuilder attachment(MediaType type, String name) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noStore())
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment().filename(name).build().toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", NOTHING_RUNS);
    }
}
