package io.countermark.app.protection;

import io.countermark.app.platform.OpenToAll;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Base64;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The root that verifiers take as anchor, for anybody. */
@RestController
@OpenToAll("Whoever checks a credential needs it")
class RootCertificate {

    private final Authority authority;

    RootCertificate(Authority authority) {
        this.authority = authority;
    }

    @GetMapping("/v1/credentials/root.pem")
    ResponseEntity<byte[]> pem() throws CertificateEncodingException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(authority.root().getEncoded());
        String pem = "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .contentType(new MediaType("application", "pem-certificate-chain"))
                .body(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
