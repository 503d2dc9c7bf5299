package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.countermark.credentials.SigningCredential;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What 'sign' writes besides a plain signature, and how 'verify' reads it. */
class SignOptionsTest {

    @TempDir
    Path folder;

    private Path certificates;
    private Path photo;
    private Path out;

    @BeforeEach
    void prepare() throws IOException {
        certificates = folder.resolve("cert");
        assertEquals(0, CommandRun.of("cert", "new", "-o", certificates).code());
        photo = Photos.write(folder.resolve("photo.jpg"), 1, Photos.JPEG);
        out = folder.resolve("out");
    }

    private CommandRun sign(Path image, Path target, Object... more) {
        List<Object> all = new ArrayList<>(List.of(
                "sign",
                image,
                "-o",
                target,
                "--cert",
                certificates.resolve("chain.pem"),
                "--key",
                certificates.resolve("key.pem"),
                "--json"));
        all.addAll(List.of(more));
        return CommandRun.of(all.toArray());
    }

    private JsonNode verify(Path image, Object... more) {
        List<Object> all =
                new ArrayList<>(List.of("verify", image, "--anchors", certificates.resolve("root.pem"), "--json"));
        all.addAll(List.of(more));
        return CommandRun.of(all.toArray()).json().getFirst();
    }

    private JsonNode manifest(Path image) throws IOException {
        Path reports = folder.resolve("reports");
        verify(image, "--crjson", reports);
        return JsonLine.JSON
                .readTree(Files.readString(reports.resolve("photo.crjson.json")))
                .get("manifests")
                .get(0);
    }

    @Test
    void aSidecarLeavesThePictureAndIsReadBesideIt() throws IOException {
        byte[] before = Files.readAllBytes(photo);
        CommandRun signed = sign(photo, out, "--sidecar");
        assertEquals(0, signed.code(), signed.err() + signed.out());
        Path store = out.resolve("photo.c2pa");
        assertThat(out.resolve("photo.jpg")).doesNotExist();
        assertArrayEquals(before, Files.readAllBytes(photo));

        assertEquals("NoManifest", verify(photo).get("state").asString());
        assertEquals("Trusted", verify(photo, "--sidecar", store).get("state").asString());
        assertEquals("Trusted", verify(photo, "--sidecar", out).get("state").asString());
        Path other = Photos.write(folder.resolve("other.jpg"), 2, Photos.JPEG);
        assertEquals("Invalid", verify(other, "--sidecar", store).get("state").asString());
        assertThat(verify(other, "--sidecar", out).get("error").asString()).isEqualTo("not-found");
    }

    @Test
    void statementsAboutThePictureAreInTheManifest() throws IOException {
        Path rights = Files.writeString(
                folder.resolve("rights.json"),
                "{\"@context\": {\"dc\": \"http://purl.org/dc/elements/1.1/\"}, \"dc:rights\": \"© Ann\"}");
        Path logo = Photos.write(folder.resolve("logo.png"), 3, Photos.PNG);
        CommandRun signed = sign(
                photo,
                out,
                "--training-mining",
                "notAllowed",
                "--assertion",
                "cawg.metadata=" + rights,
                "--component",
                logo,
                "--boxes");
        assertEquals(0, signed.code(), signed.err() + signed.out());
        JsonNode says = manifest(out.resolve("photo.jpg")).get("assertions");
        assertEquals(
                "notAllowed",
                says.get("cawg.training-mining")
                        .get("entries")
                        .get("cawg.ai_training")
                        .get("use")
                        .asString());
        assertThat(says.get("cawg.metadata").get("dc:rights").asString()).isEqualTo("© Ann");
        assertThat(says.get("c2pa.actions.v2").toString()).contains("c2pa.placed");
        assertThat(says.has("c2pa.hash.boxes")).isTrue();
        assertEquals("Trusted", verify(out.resolve("photo.jpg")).get("state").asString());
    }

    @Test
    void whatMustNotBeSeenIsTakenOutOfOlderCredentials() throws IOException {
        sign(photo, out, "--training-mining", "allowed");
        Path next = folder.resolve("next");
        CommandRun redacted = sign(out.resolve("photo.jpg"), next, "--redact", "cawg.training-mining");
        assertEquals(0, redacted.code(), redacted.err() + redacted.out());
        assertEquals("Trusted", verify(next.resolve("photo.jpg")).get("state").asString());
        assertThat(Files.readString(next.resolve("photo.jpg"), StandardCharsets.ISO_8859_1))
                .doesNotContain("cawg.ai_training");
        assertThat(sign(photo, next, "--redact", "cawg.training-mining").out()).contains("bad-definition");
    }

    @Test
    void anUpdateKeepsTheHashAndAParentIsNamed() throws IOException {
        sign(photo, out);
        Path updated = folder.resolve("updated");
        CommandRun run = sign(out.resolve("photo.jpg"), updated, "--update");
        assertEquals(0, run.code(), run.err() + run.out());
        assertEquals(
                "Trusted", verify(updated.resolve("photo.jpg")).get("state").asString());
        assertEquals(2, sign(photo, updated, "--update", "--sidecar").code());
        assertEquals(2, sign(photo, updated, "--renew", "timestamps").code());
        assertEquals(1, sign(photo, updated, "--update").code());

        Path crop = Photos.write(Files.createDirectories(folder.resolve("crop")).resolve("photo.jpg"), 4, Photos.JPEG);
        Path derived = folder.resolve("derived");
        assertEquals(
                0, sign(crop, derived, "--parent", out.resolve("photo.jpg")).code());
        JsonNode answer = verify(derived.resolve("photo.jpg"));
        assertEquals("Trusted", answer.get("state").asString());
        assertThat(answer.get("ingredientCodes").toString()).contains("ingredient.manifest.validated");
    }

    @Test
    void somebodyElseSpeaksForThePicture() throws IOException {
        Path ann = folder.resolve("ann");
        CommandRun.of("cert", "new", "-o", ann, "--organisation", "Ann", "--name", "Ann");
        CommandRun signed = sign(
                photo,
                out,
                "--identity",
                ann.resolve("chain.pem"),
                "--identity-key",
                ann.resolve("key.pem"),
                "--identity-role",
                "cawg.creator");
        assertEquals(0, signed.code(), signed.err() + signed.out());
        JsonNode known = verify(out.resolve("photo.jpg"), "--identity-anchors", ann.resolve("root.pem"));
        assertEquals("Trusted", known.get("state").asString());
        assertThat(known.get("codes").toString()).contains("cawg.identity.trusted");
        assertEquals("Valid", verify(out.resolve("photo.jpg")).get("state").asString());
    }

    /** The key stays at the service; what it is sent is the structure to be signed. */
    @Test
    void aKeyServiceSigns() throws IOException, GeneralSecurityException {
        SigningCredential key = SigningCredential.fromPem(
                Files.readString(certificates.resolve("chain.pem")), Files.readString(certificates.resolve("key.pem")));
        HttpServer service = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        List<String> bearers = new ArrayList<>();
        service.createContext("/", exchange -> {
            bearers.add(exchange.getRequestHeaders().getFirst("Authorization"));
            try {
                byte[] signature = key.sign(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, signature.length);
                exchange.getResponseBody().write(signature);
            } catch (GeneralSecurityException e) {
                exchange.sendResponseHeaders(500, -1);
            }
            exchange.close();
        });
        service.start();
        try {
            Path token = Files.writeString(folder.resolve("token"), "secret\n");
            CommandRun signed = CommandRun.of(
                    "sign",
                    photo,
                    "-o",
                    out,
                    "--cert",
                    certificates.resolve("chain.pem"),
                    "--signer-url",
                    "http://localhost:" + service.getAddress().getPort() + "/",
                    "--signer-token",
                    token);
            assertEquals(0, signed.code(), signed.err());
            assertThat(bearers).isNotEmpty().containsOnly("Bearer secret");
            assertEquals(
                    "Trusted", verify(out.resolve("photo.jpg")).get("state").asString());
        } finally {
            service.stop(0);
        }
    }

    @Test
    void oneSignerNoMoreNoLess() {
        assertEquals(
                2,
                CommandRun.of("sign", photo, "-o", out, "--cert", certificates.resolve("chain.pem"))
                        .code());
        assertEquals(2, sign(photo, out, "--pkcs11", "/lib/token.so").code());
        CommandRun missing = CommandRun.of("sign", photo, "-o", out, "--pkcs11", "/nowhere/token.so");
        assertEquals(2, missing.code());
        assertThat(missing.err()).contains("--pkcs11-pin is missing");
        assertEquals(
                2, sign(photo, out, "--ocsp", certificates.resolve("root.pem")).code());
    }
}
