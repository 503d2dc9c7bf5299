package io.countermark.app.library;

import io.countermark.app.evidence.Logbook;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Problem;
import io.countermark.app.platform.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Works over REST. */
@RestController
@Needs(Permission.WORKS_READ)
@RequestMapping("/v1")
class WorkApi {

    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_PAGE = 200;

    /** The answer to an upload. */
    record ReceiptJson(UUID assetId, UUID workId, WorkState state, String sha256, String fileName) {}

    /** A page of works; {@code next} is the cursor of the one after, null on the last. */
    record WorksJson(List<WorkSummary> works, @Nullable String next) {}

    private final Registration registration;
    private final Library library;
    private final Logbook logbook;
    private final Delivery delivery;

    WorkApi(Registration registration, Library library, Logbook logbook, Delivery delivery) {
        this.registration = registration;
        this.library = library;
        this.logbook = logbook;
        this.delivery = delivery;
    }

    /** 201 for a new work, and for a repeated request with the same Idempotency-Key; 200 when the bytes are known already. */
    @Needs(Permission.WORKS_WRITE)
    @PostMapping("/assets")
    ResponseEntity<ReceiptJson> upload(
            @AuthenticationPrincipal Caller caller,
            @RequestParam("file") MultipartFile file,
            @RequestParam(name = "title", required = false) @Nullable String title,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey)
            throws IOException {
        Receipt receipt = registration.receive(new Upload(
                caller.tenantId(),
                caller.memberId(),
                file.getOriginalFilename(),
                title,
                idempotencyKey,
                file.getBytes()));
        Asset asset = receipt.asset();
        HttpStatus status = switch (receipt.outcome()) {
            case CREATED, REPEATED -> HttpStatus.CREATED;
            case KNOWN -> HttpStatus.OK;
        };
        return ResponseEntity.status(status)
                .location(URI.create("/v1/works/" + asset.workId()))
                .body(new ReceiptJson(
                        asset.id(),
                        asset.workId(),
                        asset.state(),
                        asset.sha256().hex(),
                        asset.fileName()));
    }

    @GetMapping("/works")
    ResponseEntity<WorksJson> works(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", defaultValue = "" + DEFAULT_PAGE) int limit) {
        WorkPage page = library.works(
                caller.tenantId(), cursor == null ? null : cursor(cursor), Math.clamp(limit, 1, MAX_PAGE));
        WorkPage.Cursor next = page.next();
        return ResponseEntity.ok(new WorksJson(page.works(), next == null ? null : next.text()));
    }

    @GetMapping("/works/{id}")
    WorkJson work(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return library.work(caller.tenantId(), id)
                .map(work -> WorkJson.of(work, logbook.entries(caller.tenantId(), id)))
                .orElseThrow(WorkApi::missing);
    }

    @GetMapping("/works/{id}/rendition")
    ResponseEntity<byte[]> rendition(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return delivery.rendition(caller.tenantId(), id).orElseThrow(WorkApi::missing);
    }

    @GetMapping("/works/{id}/thumbnail")
    ResponseEntity<byte[]> thumbnail(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return delivery.shown(caller.tenantId(), id, Delivery.Size.THUMBNAIL).orElseThrow(WorkApi::missing);
    }

    @GetMapping("/works/{id}/proof")
    ResponseEntity<byte[]> proof(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return delivery.proof(caller.tenantId(), id).orElseThrow(WorkApi::missing);
    }

    @GetMapping("/works/{id}/log-entry")
    ResponseEntity<byte[]> entry(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return delivery.entry(caller.tenantId(), id).orElseThrow(WorkApi::missing);
    }

    private static WorkPage.Cursor cursor(String text) {
        return WorkPage.Cursor.parse(text)
                .orElseThrow(() -> Problem.BAD_REQUEST.because("This is not a cursor that an earlier page gave."));
    }

    private static RefusedException missing() {
        return Problem.NOT_FOUND.because("There is no such work, or not yet that part of it.");
    }
}
