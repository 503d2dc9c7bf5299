package io.countermark.transparency;

import static io.countermark.transparency.TransparencyLogTest.SIGNER;
import static io.countermark.transparency.TransparencyLogTest.assertReason;
import static io.countermark.transparency.TransparencyLogTest.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.countermark.transparency.LogException.Reason;
import io.countermark.transparency.NoteKey.Algorithm;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WitnessTest {

    @TempDir
    Path temporary;

    private NoteSigner key;
    private Witness witness;

    @BeforeEach
    void generate() {
        key = NoteSigner.generate("witness.example/w1", Algorithm.ED25519_COSIGNATURE, new SecureRandom());
        witness = witness(key);
    }

    @AfterEach
    void close() {
        witness.close();
    }

    private Witness witness(NoteSigner signer) {
        return new Witness(temporary.resolve("witness"), signer, List.of(SIGNER.key()), Clock.systemUTC());
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"ED25519_COSIGNATURE", "ML_DSA_44_COSIGNATURE"})
    void itCosignsAGrowingLogAndItsProofsCarryTheCosignature(Algorithm algorithm) {
        NoteSigner signer = NoteSigner.generate("witness.example/w2", algorithm, new SecureRandom());
        witness.close();
        witness = witness(signer);
        Path folder = temporary.resolve("log");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            long old = 0;
            for (int size : new int[] {0, 1, 7, 300}) {
                log.appendAll(IntStream.range((int) log.size(), size)
                        .mapToObj(TransparencyLogTest::entry)
                        .toList());
                String request = Witness.request(old, log.consistencyProof(old, size), log.checkpoint());
                Witness.Answer answer = witness.addCheckpoint(request);
                assertEquals(200, answer.status(), answer.body());
                assertTrue(log.attach(Witness.cosigned(log.checkpoint(), answer.body(), signer.key()), signer.key()));
                old = size;
            }
            String both = SIGNER.verifierKey() + "\n" + signer.verifierKey();
            assertEquals(300, LogVerifier.verifyFolder(folder, both).size());
            assertEquals(
                    17, LogVerifier.verifyProof(entry(17), log.proof(17), both).index());
            log.append(entry(300));
            assertReason(Reason.BAD_SIGNATURE, () -> LogVerifier.verifyFolder(folder, both));
            String stale = witness.latest(SIGNER.name()).orElseThrow();
            assertFalse(log.attach(stale, signer.key()));
        }
    }

    @Test
    void itSaysWhereItStandsAndStillKnowsAfterARestart() {
        try (TransparencyLog log = TransparencyLog.open(temporary.resolve("log"), SIGNER)) {
            log.appendAll(List.of(entry(0), entry(1), entry(2)));
            assertEquals(
                    200,
                    witness.addCheckpoint(Witness.request(0, List.of(), log.checkpoint()))
                            .status());
            assertReason(Reason.LOCKED, () -> witness(key));
            witness.close();
            assertEquals(
                    503,
                    witness.addCheckpoint(Witness.request(3, List.of(), log.checkpoint()))
                            .status());
            witness = witness(key);
            Witness.Answer conflict = witness.addCheckpoint(Witness.request(0, List.of(), log.checkpoint()));
            assertEquals(new Witness.Answer(409, "text/x.tlog.size", "3\n"), conflict);
            assertEquals(
                    200,
                    witness.addCheckpoint(Witness.request(3, List.of(), log.checkpoint()))
                            .status());
        }
    }

    @Test
    void aSplitViewIsNotCosigned() {
        String first;
        String second;
        List<byte[]> proof;
        try (TransparencyLog log = TransparencyLog.open(temporary.resolve("log"), SIGNER)) {
            log.append(entry(0));
            first = log.checkpoint();
            log.append(entry(1));
        }
        try (TransparencyLog other = TransparencyLog.open(temporary.resolve("other"), SIGNER)) {
            other.appendAll(List.of(entry(5), entry(6)));
            second = other.checkpoint();
            proof = other.consistencyProof(1, 2);
        }
        assertEquals(
                200, witness.addCheckpoint(Witness.request(0, List.of(), first)).status());
        assertEquals(
                422, witness.addCheckpoint(Witness.request(1, proof, second)).status());
        assertEquals(
                422,
                witness.addCheckpoint(Witness.request(1, List.of(), second)).status());
        assertThat(witness.latest(SIGNER.name()))
                .hasValueSatisfying(note ->
                        assertThat(note).startsWith(SignedNote.parse(first).text()));
        assertThat(witness.fork(SIGNER.name())).isEmpty();
    }

    @Test
    void anotherRootForTheSameSizeIsAConflictAndKeptAsProof() {
        String text = new Checkpoint(SIGNER.name(), 1, new byte[32]).text();
        String other = new SignedNote(text, List.of(SIGNER.sign(text, 0))).note();
        try (TransparencyLog log = TransparencyLog.open(temporary.resolve("log"), SIGNER)) {
            log.append(entry(0));
            assertEquals(
                    200,
                    witness.addCheckpoint(Witness.request(0, List.of(), log.checkpoint()))
                            .status());
            for (int old : new int[] {0, 1}) {
                assertEquals(
                        new Witness.Answer(409, "text/x.tlog.size", "1\n"),
                        witness.addCheckpoint(Witness.request(old, List.of(), other)));
            }
            assertThat(witness.fork(SIGNER.name())).contains(other);
            assertThat(witness.latest(SIGNER.name()))
                    .hasValueSatisfying(note -> assertThat(note)
                            .startsWith(SignedNote.parse(log.checkpoint()).text()));
        }
    }

    @Test
    void strangersAndNonsenseAreRefused() {
        NoteSigner stranger = NoteSigner.generate("other.example/log", new SecureRandom());
        NoteSigner impostor = NoteSigner.generate(SIGNER.name(), new SecureRandom());
        String text = new Checkpoint(SIGNER.name(), 1, new byte[32]).text();
        String strange = new Checkpoint(stranger.name(), 1, new byte[32]).text();
        String good = new SignedNote(text, List.of(SIGNER.sign(text, 0))).note();
        assertEquals(
                404,
                witness.addCheckpoint("old 0\n\n" + new SignedNote(strange, List.of(stranger.sign(strange, 0))).note())
                        .status());
        assertEquals(
                403,
                witness.addCheckpoint("old 0\n\n" + new SignedNote(text, List.of(impostor.sign(text, 0))).note())
                        .status());
        assertEquals(
                422,
                witness.addCheckpoint("old 0\n" + "A".repeat(43) + "=\n\n" + good)
                        .status());
        assertEquals(400, witness.addCheckpoint("old 2\n\n" + good).status());
        for (String request : List.of(
                "",
                "old 0",
                "old 00\n\n" + good,
                "old -1\n\n" + good,
                "new 0\n\n" + good,
                "old 0\nAAAA\n\n" + good,
                "old 0\n" + ("A".repeat(43) + "=\n").repeat(64) + "\n" + good,
                "old 0\n\nnonsense")) {
            assertEquals(400, witness.addCheckpoint(request).status(), request);
        }
        assertThat(witness.latest(SIGNER.name())).isEmpty();
    }
}
