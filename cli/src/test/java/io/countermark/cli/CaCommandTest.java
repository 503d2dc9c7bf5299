package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.credentials.OcspResponder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An authority from its beginning to the answer that a signer was revoked. */
class CaCommandTest {

    @TempDir
    Path folder;

    private Path ca;
    private Path seller;

    @BeforeEach
    void prepare() {
        ca = folder.resolve("ca");
        seller = folder.resolve("seller");
        assertEquals(
                0, CommandRun.of("ca", "new", ca, "--organisation", "My Shop").code());
        CommandRun issued = issue(seller, "Seller 7");
        assertEquals(0, issued.code(), issued.err());
    }

    private CommandRun issue(Path target, String name, Object... more) {
        Object[] all = new Object[9 + more.length];
        Object[] first = {"ca", "issue", ca, "-o", target, "--name", name, "--organisation", "My Shop"};
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return CommandRun.of(all);
    }

    private static X509Certificate leaf(Path issued) throws IOException, CertificateException {
        return certificate(issued.resolve("chain.pem"));
    }

    private static X509Certificate certificate(Path file) throws IOException, CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    @Test
    void whatItIssuesSignsAndIsTrustedUnderItsRoot() throws IOException {
        Path photo = Photos.write(folder.resolve("photo.jpg"), 1, Photos.JPEG);
        Path out = folder.resolve("out");
        CommandRun signed = CommandRun.of(
                "sign", photo, "-o", out, "--cert", seller.resolve("chain.pem"), "--key", seller.resolve("key.pem"));
        assertEquals(0, signed.code(), signed.err());
        CommandRun verified = CommandRun.of("verify", out, "--anchors", ca.resolve("root.pem"), "--json");
        assertEquals("Trusted", verified.json().getFirst().get("state").asString());
        assertEquals("My Shop", verified.json().getFirst().get("issuer").asString());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ca.resolve("key.pem"))));
    }

    @Test
    void nothingIsReplacedAndNothingIssuedTwice() throws IOException {
        assertEquals(1, CommandRun.of("ca", "new", ca, "--organisation", "x").code());
        CommandRun again = issue(seller, "Seller 7");
        assertEquals(1, again.code());
        assertThat(again.err()).contains("already-exists");
        assertEquals(1, CommandRun.of("ca", "list", ca).json().size());
        assertEquals(2, issue(folder.resolve("x"), "x", "--days", "400").code());
    }

    @Test
    void aKeyThatIsKeptElsewhereIsCertified() throws IOException, GeneralSecurityException {
        PublicKey key =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        Path pem = Files.writeString(folder.resolve("public.pem"), PemText.of("PUBLIC KEY", key.getEncoded()));
        Path target = folder.resolve("token");
        CommandRun run = issue(target, "Token", "--public-key", pem);
        assertEquals(0, run.code(), run.err());
        assertEquals(key, leaf(target).getPublicKey());
        assertThat(target.resolve("key.pem")).doesNotExist();
        Path nothing = Files.writeString(folder.resolve("no.pem"), "nothing");
        assertThat(issue(folder.resolve("x"), "x", "--public-key", nothing).err())
                .contains("bad-pem");
    }

    @Test
    void revokedIsWhatTheResponderSaysFromThenOn() throws Exception {
        Path renewed = folder.resolve("renewed");
        assertEquals(
                0,
                CommandRun.of("ca", "renew", ca, seller.resolve("chain.pem"), "-o", renewed)
                        .code());
        assertEquals(leaf(seller).getSubjectX500Principal(), leaf(renewed).getSubjectX500Principal());
        assertEquals(CertificateStatus.GOOD, status(leaf(seller).getSerialNumber()));

        CommandRun revoked =
                CommandRun.of("ca", "revoke", ca, seller.resolve("chain.pem"), "--reason", "KEY_COMPROMISE");
        assertEquals(0, revoked.code(), revoked.err());
        assertThat(status(leaf(seller).getSerialNumber()))
                .isInstanceOfSatisfying(
                        RevokedStatus.class,
                        status -> assertEquals(CRLReason.keyCompromise, status.getRevocationReason()));
        assertEquals(CertificateStatus.GOOD, status(leaf(renewed).getSerialNumber()));
        assertThat(status(BigInteger.TEN)).isNotEqualTo(CertificateStatus.GOOD);

        assertThat(CommandRun.of("ca", "revoke", ca, seller.resolve("chain.pem"))
                        .err())
                .contains("already-revoked");
        assertThat(CommandRun.of("ca", "revoke", ca, "0a").err()).contains("not-issued");
        assertThat(CommandRun.of("ca", "renew", ca, seller.resolve("chain.pem"), "-o", folder.resolve("x"))
                        .err())
                .contains("already-revoked");
        JsonNode first = CommandRun.of("ca", "list", ca).json().getFirst();
        assertEquals("revoked", first.get("state").asString());
        assertEquals("key-compromise", first.get("reason").asString());
    }

    /** As a power cut leaves it: the half line counts for nothing, and does not spoil the next. */
    @Test
    void aLineCutOffIsNoLine() throws IOException, CertificateException {
        Path register = ca.resolve("register");
        Files.writeString(
                register, "revoked\t" + leaf(seller).getSerialNumber().toString(16), StandardOpenOption.APPEND);
        assertEquals(
                "good",
                CommandRun.of("ca", "list", ca).json().getFirst().get("state").asString());
        assertEquals(0, issue(folder.resolve("next"), "Next").code());
        assertEquals(2, CommandRun.of("ca", "list", ca).json().size());
        Files.writeString(register, "nonsense\n", StandardOpenOption.APPEND);
        assertThat(CommandRun.of("ca", "list", ca).err()).contains("bad-register");
    }

    @Test
    void theResponderAnswersOverHttpAndSaysWhenItCant() throws Exception {
        AuthorityFolder authority = new AuthorityFolder(ca);
        X509Certificate root = certificate(ca.resolve("root.pem"));
        OcspResponder responder = new OcspResponder(authority.open(root), authority, Clock.systemUTC());
        byte[] request = request(leaf(seller).getSerialNumber());
        try (OcspServer server = OcspServer.start(responder, new InetSocketAddress("localhost", 0));
                HttpClient client = HttpClient.newHttpClient()) {
            String address = "http://localhost:" + server.port() + "/";
            HttpResponse<byte[]> posted = client.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertEquals(CertificateStatus.GOOD, status(posted.body()));
            String base64 = Base64.getEncoder()
                    .encodeToString(request)
                    .replace("+", "%2B")
                    .replace("/", "%2F")
                    .replace("=", "%3D");
            HttpResponse<byte[]> got = client.send(
                    HttpRequest.newBuilder(URI.create(address + base64)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertEquals(CertificateStatus.GOOD, status(got.body()));
            HttpResponse<byte[]> nothing = client.send(
                    HttpRequest.newBuilder(URI.create(address + "x%20y")).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertEquals(OCSPResp.MALFORMED_REQUEST, new OCSPResp(nothing.body()).getStatus());
            Files.delete(ca.resolve("register"));
            HttpResponse<byte[]> broken = client.send(
                    HttpRequest.newBuilder(URI.create(address + base64)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertEquals(OCSPResp.INTERNAL_ERROR, new OCSPResp(broken.body()).getStatus());
        }
    }

    private byte[] request(BigInteger serial) throws Exception {
        X509Certificate root = certificate(ca.resolve("root.pem"));
        CertificateID id = new CertificateID(
                new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(root),
                serial);
        return new OCSPReqBuilder().addRequest(id).build().getEncoded();
    }

    private CertificateStatus status(BigInteger serial) throws Exception {
        Path asked = Files.write(folder.resolve("request"), request(serial));
        Path answer = folder.resolve("answer");
        CommandRun run = CommandRun.of("ca", "ocsp", ca, asked, "-o", answer);
        assertEquals(0, run.code(), run.err());
        return status(Files.readAllBytes(answer));
    }

    private static CertificateStatus status(byte[] response) throws Exception {
        return ((BasicOCSPResp) new OCSPResp(response).getResponseObject()).getResponses()[0].getCertStatus();
    }
}
