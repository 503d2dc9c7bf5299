package io.countermark.app.resolution;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.OpenToAll;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Problem;
import io.countermark.credentials.ManifestMatch;
import io.countermark.credentials.SoftBindingAlgorithm;
import io.countermark.credentials.SoftBindingRefusedException;
import io.countermark.credentials.SoftBindingResolver;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * C2PA's Soft Binding Resolution API 2.4: queries, manifests and services. Queries are about the works of the organisation whose key
 * is sent; the documents about the service are for everybody.
 */
@RestController
@Needs(Permission.CHECK)
class ResolutionApi {

    private static final UUID NOBODY = new UUID(0, 0);
    private static final MediaType STORE = MediaType.parseMediaType("application/c2pa");

    private final BoundManifests manifests;
    private final Clock clock;
    private final long maxBytes;

    ResolutionApi(
            BoundManifests manifests,
            Clock clock,
            @Value("${spring.servlet.multipart.max-file-size}") DataSize maxFileSize) {
        this.manifests = manifests;
        this.clock = clock;
        this.maxBytes = maxFileSize.toBytes();
    }

    /** @param value in Base64 */
    record Query(
            @NotNull @Size(max = 200) String alg,
            @NotNull @Size(max = 4096) String value) {}

    record Answer(List<ManifestMatch> matches) {}

    record Capabilities(String c2paSpecificationVersion, List<String> supportedCapabilities) {}

    record Status(String status, Instant timestamp) {}

    @GetMapping("/v1/matches/byBinding")
    Answer byBinding(
            @AuthenticationPrincipal Caller caller,
            @RequestParam("alg") String alg,
            @RequestParam("value") String value,
            @RequestParam(name = "maxResults", defaultValue = "10") int maxResults) {
        return answer(() -> manifests.resolver(caller.tenantId()).byBinding(alg, value, maxResults));
    }

    /** For values that are too long for an address. */
    @PostMapping("/v1/matches/byBinding")
    Answer byLargeBinding(
            @AuthenticationPrincipal Caller caller,
            @Valid @RequestBody Query query,
            @RequestParam(name = "maxResults", defaultValue = "10") int maxResults) {
        return byBinding(caller, query.alg(), query.value(), maxResults);
    }

    /** The body is the picture's file; nothing of it is kept. */
    @PostMapping(path = "/v1/matches/byContent", consumes = "image/*")
    Answer byContent(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "alg", required = false) @Nullable String alg,
            @RequestParam(name = "maxResults", defaultValue = "10") int maxResults,
            HttpServletRequest request)
            throws IOException {
        byte[] file = request.getInputStream().readNBytes(Math.toIntExact(maxBytes + 1));
        if (file.length > maxBytes) {
            throw Problem.TOO_LARGE.because("A picture has at most " + maxBytes + " bytes.");
        }
        UUID tenant = caller.tenantId();
        return answer(() -> {
            SoftBindingAlgorithm algorithm =
                    alg == null ? null : manifests.resolver(tenant).algorithm(alg);
            int limit = Math.clamp(maxResults, 1, SoftBindingResolver.MAX_RESULTS);
            return manifests.byContent(tenant, file, algorithm, limit);
        });
    }

    private static Answer answer(Supplier<List<ManifestMatch>> query) {
        try {
            return new Answer(query.get());
        } catch (SoftBindingRefusedException e) {
            throw Problem.BAD_REQUEST.because(e.getMessage() + ".");
        }
    }

    /** The whole store, of which the manifest is the active one. */
    @GetMapping("/v1/manifests/{id}")
    ResponseEntity<byte[]> manifest(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        byte[] store = manifests
                .store(caller.tenantId(), id)
                .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such manifest here."));
        return ResponseEntity.ok()
                .contentType(STORE)
                .cacheControl(CacheControl.noStore())
                .body(store);
    }

    @GetMapping("/v1/services/supportedAlgorithms")
    @OpenToAll("says what the service can do, nothing of any work")
    SoftBindingResolver.Algorithms algorithms() {
        return manifests.resolver(NOBODY).algorithms();
    }

    @GetMapping("/v1/services/capabilities")
    @OpenToAll("says what the service can do, nothing of any work")
    Capabilities capabilities() {
        return new Capabilities(SoftBindingResolver.SPECIFICATION, List.of());
    }

    @GetMapping("/v1/services/status")
    @OpenToAll("says what the service can do, nothing of any work")
    Status status() {
        return new Status("ok", clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    @GetMapping(SoftBindingResolver.Discovery.PATH)
    @OpenToAll("says what the service can do, nothing of any work")
    SoftBindingResolver.Discovery discovery() {
        String api = ServletUriComponentsBuilder.fromCurrentContextPath()
                .path("/v1")
                .build()
                .toUriString();
        return SoftBindingResolver.Discovery.of(api);
    }
}
