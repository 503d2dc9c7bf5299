package io.countermark.app.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.countermark.app.Http;
import io.countermark.app.ServerTest;
import io.countermark.app.identity.TestAccounts;
import io.countermark.app.platform.RefusedException;
import io.countermark.app.platform.Role;
import io.countermark.credentials.SigningCredential;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A seller's certificate from its issue to the answer that it was revoked. */
@ServerTest
class RevocationApiTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private TestAccounts accounts;

    @Autowired
    private Authority authority;

    @Autowired
    private RevocationApi api;

    @Test
    void revokedIsWhatTheResponderSaysAndANewCertificateSigns() throws Exception {
        TestAccounts.Account acme = accounts.make("Acme");
        TestAccounts.Account other = accounts.make("Other");
        SigningCredential first = authority.credential(acme.caller().tenantId());
        SigningCredential theirs = authority.credential(other.caller().tenantId());
        assertEquals(CertificateStatus.GOOD, status(serial(first)));
        assertThat(status(BigInteger.TEN)).isInstanceOf(UnknownStatus.class);

        HttpResponse<String> revoked = Http.program(server(), acme.apiKey())
                .postJson("/v1/credentials/revocations", "{\"reason\": \"KEY_COMPROMISE\"}");
        assertEquals(200, revoked.statusCode(), revoked.body());
        assertThat(revoked.body()).contains(serial(first).toString(16));

        assertThat(status(serial(first)))
                .isInstanceOfSatisfying(
                        RevokedStatus.class,
                        status -> assertEquals(CRLReason.keyCompromise, status.getRevocationReason()));
        assertEquals(CertificateStatus.GOOD, status(serial(theirs)));
        SigningCredential next = authority.credential(acme.caller().tenantId());
        assertNotEquals(serial(first), serial(next));
        assertEquals(CertificateStatus.GOOD, status(serial(next)));
        assertEquals(serial(theirs), serial(authority.credential(other.caller().tenantId())));
    }

    @Test
    void onlyTheOwnerRevokesAndOnlyWithAReason() {
        TestAccounts.Account acme = accounts.make("Acme");
        for (Role role : Role.values()) {
            if (role != Role.OWNER) {
                Http member = Http.program(server(), accounts.member(acme, role).apiKey());
                assertEquals(
                        403,
                        member.postJson("/v1/credentials/revocations", "{\"reason\": \"SUPERSEDED\"}")
                                .statusCode(),
                        role.name());
            }
        }
        Http program = Http.program(server(), acme.apiKey());
        assertEquals(400, program.postJson("/v1/credentials/revocations", "{}").statusCode());
        assertEquals(
                401,
                Http.program(server(), "nobody")
                        .postJson("/v1/credentials/revocations", "{\"reason\": \"SUPERSEDED\"}")
                        .statusCode());
    }

    @Test
    void whatIsNoRequestIsAnsweredAsMalformed() throws Exception {
        assertEquals(OCSPResp.MALFORMED_REQUEST, response(new byte[] {1, 2, 3}).getStatus());
        assertEquals(OCSPResp.MALFORMED_REQUEST, response(new byte[100_000]).getStatus());
        HttpResponse<byte[]> text = post("text/plain", new byte[10]);
        assertEquals(415, text.statusCode());
    }

    /** A clock that stands still, and a minute later. */
    @Test
    void anAddressIsAnsweredSoManyTimesAMinute() {
        Instant start = Instant.parse("2026-11-26T00:00:00Z");
        Instant[] now = {start};
        AskLimit limit = new AskLimit(new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        });
        for (int i = 0; i < AskLimit.PER_MINUTE; i++) {
            limit.ask("192.0.2.1");
        }
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> limit.ask("192.0.2.1"));
        limit.ask("192.0.2.2");
        now[0] = start.plus(Duration.ofMinutes(1));
        limit.ask("192.0.2.1");
    }

    private URI server() {
        return URI.create("http://localhost:" + port);
    }

    private static BigInteger serial(SigningCredential credential) {
        return credential.chain().getFirst().getSerialNumber();
    }

    private CertificateStatus status(BigInteger serial) throws Exception {
        CertificateID id = new CertificateID(
                new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(authority.root()),
                serial);
        BasicOCSPResp basic = (BasicOCSPResp)
                response(new OCSPReqBuilder().addRequest(id).build().getEncoded())
                        .getResponseObject();
        return basic.getResponses()[0].getCertStatus();
    }

    private OCSPResp response(byte[] request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = post("application/ocsp-request", request);
        assertEquals(200, answer.statusCode());
        assertEquals(
                "application/ocsp-response",
                answer.headers().firstValue("Content-Type").orElse(""));
        return new OCSPResp(answer.body());
    }

    private HttpResponse<byte[]> post(String type, byte[] body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server().resolve("/ocsp"))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
