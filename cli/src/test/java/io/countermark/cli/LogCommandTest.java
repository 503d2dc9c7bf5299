package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.TransparencyLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LogCommandTest {

    @TempDir
    Path folder;

    private Path log;
    private String key;
    private Path entry;
    private Path proof;

    @BeforeEach
    void makeLog() throws IOException {
        log = folder.resolve("log");
        NoteSigner signer = NoteSigner.generate("example.com/log", new SecureRandom());
        key = signer.verifierKey();
        entry = folder.resolve("entry");
        proof = folder.resolve("entry.tlog-proof");
        try (TransparencyLog writer = TransparencyLog.open(log, signer)) {
            for (int i = 0; i < 5; i++) {
                writer.append(bytes("entry " + i));
            }
            Files.write(entry, bytes("entry 3"));
            Files.writeString(proof, writer.proof(3));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void acceptsAnIntactLogAndProof() throws IOException {
        CommandRun whole = CommandRun.of("log", "verify", log, "--key", key, "--json");
        assertEquals(0, whole.code(), whole.err());
        JsonNode line = whole.json().getFirst();
        assertEquals(List.of("file", "valid", "origin", "size", "rootHash", "index"), CommandRun.members(line));
        assertEquals(5, line.get("size").asInt());

        Path keyFile = Files.writeString(folder.resolve("log.vkey"), key + "\n");
        CommandRun one = CommandRun.of("log", "verify", proof, "--key", keyFile, "--entry", entry, "--json");
        assertEquals(0, one.code(), one.err());
        assertEquals(3, one.json().getFirst().get("index").asInt());
    }

    @Test
    void namesWhatIsWrong() throws IOException {
        Path other = Files.write(folder.resolve("other"), bytes("entry 4"));
        CommandRun run = CommandRun.of("log", "verify", proof, "--key", key, "--entry", other, "--json");
        assertEquals(1, run.code());
        assertEquals("bad-proof", run.json().getFirst().get("error").asString());

        String stranger =
                NoteSigner.generate("example.com/log", new SecureRandom()).verifierKey();
        CommandRun foreign = CommandRun.of("log", "verify", log, proof, "--key", stranger, "--entry", entry, "--json");
        assertEquals(1, foreign.code());
        assertEquals(2, foreign.json().size());
        assertThat(foreign.json())
                .allSatisfy(
                        line -> assertEquals("bad-signature", line.get("error").asString()));
    }

    @Test
    void aProofNeedsItsEntry() {
        CommandRun run = CommandRun.of("log", "verify", proof, "--key", key);
        assertEquals(2, run.code());
        assertThat(run.err()).contains("--entry");
    }
}
