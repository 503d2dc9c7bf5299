package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MetadataCommandTest {

    @TempDir
    Path folder;

    private Path photo;
    private Path out;

    @BeforeEach
    void prepare() throws IOException {
        photo = Photos.write(folder.resolve("photo.jpg"), 1, Photos.JPEG);
        out = folder.resolve("out");
    }

    private static JsonNode rights(Path file) {
        CommandRun run = CommandRun.of("metadata", "show", file, "--json");
        assertEquals(0, run.code(), run.err());
        return run.json().getFirst().get("rights");
    }

    @Test
    void whatIsSetIsShownAndTheRestStays() throws IOException {
        Path png = Photos.write(folder.resolve("photo.png"), 2, Photos.PNG);
        CommandRun set = CommandRun.of(
                "metadata",
                "set",
                photo,
                png,
                "--creator",
                "Li Wei",
                "--copyright",
                "© 2026 Lampenhaus",
                "--web-statement",
                "https://shop.example/rights",
                "--licensor-url",
                "https://shop.example/licence",
                "--data-mining",
                "DMI-PROHIBITED",
                "--registry",
                "countermark.example=log/42",
                "-o",
                out,
                "--json");
        assertEquals(0, set.code(), set.err());
        assertEquals("none", set.json().getFirst().get("credentials").asString());
        for (String name : List.of("photo.jpg", "photo.png")) {
            JsonNode rights = rights(out.resolve(name));
            assertEquals("Li Wei", rights.get("creators").get(0).asString());
            assertEquals("© 2026 Lampenhaus", rights.get("copyrightNotice").asString());
            assertEquals(
                    "https://shop.example/licence",
                    rights.get("licensors").get(0).get("url").asString());
            assertEquals(
                    "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
                    rights.get("dataMining").asString());
        }
        Path second = folder.resolve("second");
        CommandRun changed = CommandRun.of(
                "metadata", "set", out.resolve("photo.jpg"), "--licensor-url", "", "--title", "Lamp", "-o", second);
        assertEquals(0, changed.code(), changed.err());
        JsonNode rights = rights(second.resolve("photo.jpg"));
        assertEquals("Lamp", rights.get("title").asString());
        assertEquals("Li Wei", rights.get("creators").get(0).asString());
        assertFalse(rights.has("licensors"));
    }

    @Test
    void aSignedPictureIsSaidToNeedANewSignature() throws IOException {
        Path certificates = folder.resolve("cert");
        assertEquals(0, CommandRun.of("cert", "new", "-o", certificates).code());
        Path signed = folder.resolve("signed");
        CommandRun sign = CommandRun.of(
                "sign",
                photo,
                "--cert",
                certificates.resolve("chain.pem"),
                "--key",
                certificates.resolve("key.pem"),
                "-o",
                signed);
        assertEquals(0, sign.code(), sign.err());
        CommandRun set = CommandRun.of("metadata", "set", signed, "--title", "Lamp", "-o", out, "--json");
        assertEquals("broken", set.json().getFirst().get("credentials").asString());
        CommandRun verify = CommandRun.of("verify", out, "--json");
        assertEquals("Invalid", verify.json().getFirst().get("state").asString());
    }

    @Test
    void cleaningNamesWhatItTook() throws IOException {
        byte[] plain = Files.readAllBytes(photo);
        CommandRun run = CommandRun.of("metadata", "strip", photo, "-o", out, "--json");
        assertEquals(0, run.code(), run.err());
        JsonNode line = run.json().getFirst();
        assertEquals(List.of("file", "output", "credentials", "removed", "left"), CommandRun.members(line));
        assertThat(line.get("removed").isEmpty()).isTrue();
        assertThat(Files.readAllBytes(out.resolve("photo.jpg"))).isEqualTo(plain);
    }

    @Test
    void whatIsNoPictureOrNoValueIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("a.jpg"), "no picture");
        assertEquals(1, CommandRun.of("metadata", "show", text).code());
        CommandRun vocabulary = CommandRun.of("metadata", "set", photo, "--data-mining", "NEVER", "-o", out);
        assertEquals(2, vocabulary.code());
        assertThat(vocabulary.err()).contains("--data-mining");
        assertEquals(2, CommandRun.of("metadata").code());
    }
}
