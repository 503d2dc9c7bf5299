package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CredentialCommandsTest {

    @TempDir
    Path folder;

    private Path certificates;
    private Path photo;

    @BeforeEach
    void prepare() throws IOException {
        certificates = folder.resolve("cert");
        assertEquals(0, CommandRun.of("cert", "new", "-o", certificates).code());
        photo = Photos.write(folder.resolve("photo.jpg"), 1, Photos.JPEG);
    }

    private CommandRun sign(Object... more) {
        List<Object> all = new java.util.ArrayList<>(List.of(
                "sign",
                "--cert",
                certificates.resolve("chain.pem"),
                "--key",
                certificates.resolve("key.pem"),
                "--json"));
        all.addAll(List.of(more));
        return CommandRun.of(all.toArray());
    }

    @Test
    void theKeyIsSecretAndNothingIsReplaced() throws IOException {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(certificates.resolve("key.pem"))));
        CommandRun again = CommandRun.of("cert", "new", "-o", certificates);
        assertEquals(1, again.code());
        assertThat(again.err()).contains("already-exists");
    }

    @Test
    void whatIsSignedIsTrustedUnderItsRootAndValidWithout() throws IOException {
        Path png = Photos.write(folder.resolve("photo.png"), 2, Photos.PNG);
        Path out = folder.resolve("out");
        CommandRun signed = sign(photo, png, "-o", out);
        assertEquals(0, signed.code(), signed.err());
        assertEquals(
                List.of("file", "output", "manifest"),
                CommandRun.members(signed.json().getFirst()));

        CommandRun trusted = CommandRun.of("verify", out, "--anchors", certificates.resolve("root.pem"), "--json");
        assertEquals(0, trusted.code(), trusted.err());
        for (JsonNode line : trusted.json()) {
            assertEquals(
                    List.of("file", "state", "codes", "ingredientCodes", "claimGenerator", "issuer", "signedAt"),
                    CommandRun.members(line));
            assertEquals("Trusted", line.get("state").asString());
        }
        CommandRun valid = CommandRun.of("verify", out, "--json");
        assertEquals(0, valid.code());
        assertEquals("Valid", valid.json().getFirst().get("state").asString());
        assertEquals(1, CommandRun.of("verify", out, "--require", "trusted").code());
    }

    @Test
    void withoutTheTimeStampThatWasAskedForNothingIsWritten() {
        Path out = folder.resolve("out");
        CommandRun unreachable = sign(photo, "-o", out, "--tsa", "http://localhost:1/");
        assertEquals(1, unreachable.code());
        assertThat(unreachable.out() + unreachable.err()).contains("time-stamp-unavailable");
        assertThat(out.resolve("photo.jpg")).doesNotExist();
        assertEquals(2, sign(photo, "-o", out, "--tsa", "ftp://localhost/").code());
    }

    @Test
    void crJsonIsWrittenBesideTheAnswer() throws IOException {
        Path out = folder.resolve("out");
        sign(photo, "-o", out);
        Path reports = folder.resolve("reports");
        assertEquals(
                0,
                CommandRun.of("verify", out, "--anchors", certificates.resolve("root.pem"), "--crjson", reports)
                        .code());
        JsonNode document = JsonLine.JSON.readTree(Files.readString(reports.resolve("photo.crjson.json")));
        JsonNode manifest = document.get("manifests").get(0);
        assertThat(manifest.get("validationResults").get("success").toString())
                .contains("signingCredential.trusted", "assertion.dataHash.match");
        assertThat(manifest.get("assertions").has("c2pa.hash.data")).isTrue();
    }

    @Test
    void aChangedPictureIsInvalidAndFails() throws IOException {
        Path out = folder.resolve("out");
        sign(photo, "-o", out);
        byte[] bytes = Files.readAllBytes(out.resolve("photo.jpg"));
        bytes[bytes.length - 100] ^= 1;
        Files.write(out.resolve("photo.jpg"), bytes);
        CommandRun run = CommandRun.of("verify", out, photo, "--anchors", certificates.resolve("root.pem"), "--json");
        assertEquals(1, run.code());
        assertEquals("Invalid", run.json().get(0).get("state").asString());
        assertThat(run.json().get(0).get("codes").toString()).contains("assertion.dataHash.mismatch");
        assertEquals("NoManifest", run.json().get(1).get("state").asString());
    }

    @Test
    void noCredentialsIsAnAnswerUnlessTheyAreRequired() {
        assertEquals(0, CommandRun.of("verify", photo).code());
        assertEquals(1, CommandRun.of("verify", photo, "--require", "valid").code());
    }

    @Test
    void theDefinitionSaysWhatIsWritten() throws IOException {
        Path definition = Files.writeString(folder.resolve("manifest.json"), """
                {"title": "Blue jacket",
                 "claim_generator_info": [{"name": "My shop", "version": "2.1"}],
                 "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [
                   {"action": "c2pa.opened"},
                   {"action": "c2pa.color_adjustments", "description": "White balance"}]}}]}
                """);
        Path out = folder.resolve("out");
        CommandRun signed = sign(photo, "--manifest", definition, "-o", out);
        assertEquals(0, signed.code(), signed.err());
        CommandRun verified = CommandRun.of("verify", out, "--json");
        assertThat(verified.json().getFirst().get("claimGenerator").asString()).contains("My shop");
    }

    @Test
    void whatCantBeWrittenIsRefusedByName() throws IOException {
        Path out = folder.resolve("out");
        Path unknown = Files.writeString(folder.resolve("a.json"), "{\"titel\": \"x\"}");
        Path notJson = Files.writeString(folder.resolve("b.json"), "{");
        for (Path file : List.of(unknown, notJson)) {
            CommandRun run = sign(photo, "--manifest", file, "-o", out);
            assertEquals(2, run.code());
            assertThat(run.err()).contains("bad-definition");
        }
        assertThat(sign(photo, "--manifest", unknown, "-o", out).err()).contains("'titel'");
    }

    @Test
    void keysThatDoNotFitAreWrongUse() throws IOException {
        Path text = Files.writeString(folder.resolve("no.pem"), "nothing");
        CommandRun run = CommandRun.of(
                "sign", photo, "--cert", text, "--key", certificates.resolve("key.pem"), "-o", folder.resolve("out"));
        assertEquals(2, run.code());
        assertThat(run.err()).contains("bad-");
    }

    @Test
    void anUnknownFormatIsNotSigned() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jpg"), "text");
        CommandRun run = sign(text, "-o", folder.resolve("out"));
        assertEquals(1, run.code());
        assertEquals("unsupported-format", run.json().getFirst().get("error").asString());
    }
}
