package io.countermark.app.protection;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.OpenToAll;
import io.countermark.app.platform.Permission;
import io.countermark.credentials.CertificateRegister.RevocationReason;
import io.countermark.credentials.OcspResponder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Whether signing certificates of this installation were revoked (OCSP, RFC 6960, A.1), for anybody; and revoking those of one's
 * own organisation.
 */
@RestController
class RevocationApi {

    private static final MediaType RESPONSE = MediaType.parseMediaType("application/ocsp-response");

    private final Authority authority;
    private final AskLimit limit;

    RevocationApi(Authority authority, AskLimit limit) {
        this.authority = authority;
        this.limit = limit;
    }

    record Revocation(@NotNull RevocationReason reason) {}

    /** @param revoked numbers of the certificates, in hexadecimal */
    record Revoked(List<String> revoked) {}

    /** What is no request, or a longer one than anybody sends, is answered as malformed; never more of it is read. */
    @OpenToAll("Whoever validates a picture asks, and learns nothing but what stands in its certificate")
    @PostMapping(path = "/ocsp", consumes = "application/ocsp-request")
    ResponseEntity<byte[]> ocsp(HttpServletRequest request) throws IOException {
        limit.ask(request.getRemoteAddr());
        byte[] asked = request.getInputStream().readNBytes(OcspResponder.MAX_REQUEST + 1);
        return ResponseEntity.ok()
                .contentType(RESPONSE)
                .body(authority.responder().answer(asked));
    }

    /** The same with the request in Base64 behind {@code /ocsp/}. Two slashes in a row and escaped ones never get here: POST those. */
    @OpenToAll("As the request by POST")
    @GetMapping("/ocsp/**")
    ResponseEntity<byte[]> ocspInPath(HttpServletRequest request) {
        limit.ask(request.getRemoteAddr());
        String path = request.getRequestURI();
        String base64 =
                path.substring(path.indexOf("/ocsp/") + "/ocsp/".length()).replace("+", "%2B");
        byte[] asked;
        try {
            asked = Base64.getDecoder().decode(URLDecoder.decode(base64, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            asked = new byte[0];
        }
        return ResponseEntity.ok()
                .contentType(RESPONSE)
                .body(authority.responder().answer(asked));
    }

    /**
     * Revokes every certificate of the caller's organisation from now on; the next picture is signed with a new one. What was signed
     * before stays good for those who see by its time-stamp that it was before.
     */
    @Needs(Permission.CREDENTIALS_REVOKE)
    @PostMapping("/v1/credentials/revocations")
    Revoked revoke(@AuthenticationPrincipal Caller caller, @Valid @RequestBody Revocation revocation) {
        return new Revoked(authority.revoke(caller.tenantId(), revocation.reason()));
    }
}
