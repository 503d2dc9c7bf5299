package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countermark.credentials.CertificateRegister.RevocationReason;
import io.countermark.credentials.CertificateRegister.Standing;
import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.ValidationReport.State;
import io.countermark.credentials.ValidationReport.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Key service, time-stamp authority and OCSP responder at addresses, as they are in production. */
class RemoteServicesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SampleTsa tsa = new SampleTsa(Samples.NOW);
    private HttpServer server;
    private CertificateAuthority authority;
    private SigningCredential credential;
    private volatile Standing standing = new Standing.Good();

    /** What a service answers to a request's body. */
    private interface Service {
        byte[] answer(HttpExchange exchange, byte[] body) throws IOException, GeneralSecurityException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        authority = Samples.AUTHORITY.withResponder(address("/ocsp"));
        credential = authority.issue("Seller 7", "Countermark Test", Samples.NOW, Duration.ofDays(90));
        OcspResponder responder = new OcspResponder(
                authority,
                serial -> serial.equals(credential.leaf().getSerialNumber()) ? Optional.of(standing) : Optional.empty(),
                Clock.fixed(Samples.NOW, ZoneOffset.UTC));
        serve("/ocsp", (exchange, body) -> responder.answer(body));
        serve("/tsa", (exchange, body) -> tsa.answer(body));
        serve("/key", (exchange, body) -> {
            assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer secret");
            return credential.sign(body);
        });
        serve("/other-key", (exchange, body) -> Samples.CREDENTIAL.sign(body));
        serve("/long", (exchange, body) -> new byte[1 << 17]);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private void serve(String path, Service service) {
        server.createContext(path, exchange -> {
            try (exchange) {
                byte[] answer =
                        service.answer(exchange, exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        });
    }

    private ManifestSigner remote() {
        return new ManifestSigner(new HttpClaimSigner(credential.chain(), address("/key"), "secret"));
    }

    private ValidationReport validate(byte[] file) {
        return new ManifestValidator(List.of(authority.root()), List.of(tsa.root()))
                .validate(file, Samples.NOW.plusSeconds(5));
    }

    private static List<String> codes(ValidationReport report) {
        return report.codes().stream().map(Status::code).toList();
    }

    private byte[] stapled() {
        return remote().withTimeStamps(new HttpTimeStampSource(address("/tsa")))
                .withRevocations(new HttpRevocationSource(List.of(authority.root()), TIMEOUT))
                .sign(Samples.jpeg(), Samples.marked("a"))
                .file();
    }

    @Test
    void signatureStampAndStatusComeFromElsewhere() {
        ValidationReport report = validate(stapled());

        assertEquals(State.TRUSTED, report.state());
        assertEquals(Samples.NOW, report.signedAt());
        assertThat(codes(report)).contains("timeStamp.trusted", "signingCredential.ocsp.notRevoked");
    }

    @Test
    void revokedBeforeSigningIsInvalidAndAfterwardsIsNot() {
        standing = new Standing.Revoked(Samples.NOW.minusSeconds(60), RevocationReason.KEY_COMPROMISE);
        ValidationReport before = validate(stapled());
        assertEquals(State.INVALID, before.state());
        assertThat(codes(before)).contains("signingCredential.ocsp.revoked");

        standing = new Standing.Revoked(Samples.NOW.plusSeconds(60), RevocationReason.SUPERSEDED);
        assertEquals(State.TRUSTED, validate(stapled()).state());
    }

    @Test
    void aStampOutlivesTheCertificate() {
        byte[] file = remote().withTimeStamps(new HttpTimeStampSource(address("/tsa")))
                .sign(Samples.jpeg(), Samples.marked("a"))
                .file();
        Instant later = Samples.NOW.plus(Duration.ofDays(200));
        ManifestValidator validator = new ManifestValidator(List.of(authority.root()), List.of(tsa.root()));

        assertEquals(State.TRUSTED, validator.validate(file, later).state());
        byte[] unstamped = remote().sign(Samples.jpeg(), Samples.marked("a")).file();
        assertEquals(State.INVALID, validator.validate(unstamped, later).state());
    }

    @Test
    void anotherKeyAndAnswersThatAreNoneAreRefused() {
        HttpClaimSigner other = new HttpClaimSigner(credential.chain(), address("/other-key"), "secret");
        assertRefused(Reason.BAD_KEY, new ManifestSigner(other));
        for (String path : List.of("/long", "/key", "/nowhere")) {
            ManifestSigner signer =
                    new ManifestSigner(credential).withTimeStamps(new HttpTimeStampSource(address(path)));
            assertRefused(Reason.TIME_STAMP_UNAVAILABLE, signer);
        }
    }

    private static void assertRefused(Reason reason, ManifestSigner signer) {
        assertThatThrownBy(() -> signer.sign(Samples.jpeg(), Samples.marked("a")))
                .isInstanceOfSatisfying(CredentialsException.class, e -> assertEquals(reason, e.reason()));
    }
}
