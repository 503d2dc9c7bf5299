package io.countermark.transparency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.countermark.transparency.LogException.Reason;
import io.countermark.transparency.NoteKey.Algorithm;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteSignerTest {

    private static final String CHECKPOINT = new Checkpoint("log.example/a", 7, new byte[32]).text();

    /** The example of c2sp.org/signed-note. */
    @Test
    void theExampleOfTheSpecificationVerifies() {
        SignedNote note = SignedNote.parse(
                "This is an example message.\n\n"
                        + "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n");
        NoteKey key = NoteKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        assertTrue(key.verifies(note, note.signatures().getFirst()));
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void keysComeBackFromTheirText(Algorithm algorithm) {
        NoteSigner signer = NoteSigner.generate("log.example/a", algorithm, new SecureRandom());
        NoteSigner again = NoteSigner.parse(signer.privateKey());
        assertEquals(signer.verifierKey(), again.verifierKey());
        assertEquals(signer.verifierKey(), NoteKey.parse(signer.verifierKey()).text());
        SignedNote note = new SignedNote(CHECKPOINT, List.of(again.sign(CHECKPOINT, 1_700_000_000)));
        SignedNote read = SignedNote.parse(note.note());
        assertTrue(signer.key().verifies(read, read.signatures().getFirst()));
        assertArrayEquals(
                note.signatures().getFirst().bytes(),
                read.signatures().getFirst().bytes());
        assertFalse(signer.toString().contains(signer.privateKey().substring(40)));
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void aChangedTextTimeOrSignatureIsRefused(Algorithm algorithm) {
        NoteSigner signer = NoteSigner.generate("log.example/a", algorithm, new SecureRandom());
        SignedNote.Signature signature = signer.sign(CHECKPOINT, 1_700_000_000);
        SignedNote other = new SignedNote(CHECKPOINT.replace("\n7\n", "\n8\n"), List.of(signature));
        TransparencyLogTest.assertReason(
                Reason.BAD_SIGNATURE, () -> signer.key().verifies(other, signature));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            byte[] changed = signature.bytes().clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            SignedNote.Signature flipped = new SignedNote.Signature(signature.name(), signature.keyId(), changed);
            SignedNote note = new SignedNote(CHECKPOINT, List.of(flipped));
            TransparencyLogTest.assertReason(
                    Reason.BAD_SIGNATURE, () -> signer.key().verifies(note, flipped));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PRIVATE+KEY",
                "PRIVATE+KEY+name+00000000+AAAA",
                "PRIVATE+KEY+na me+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "PRIVATE+KEY+name+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "PRIVATE+KEY+name+00000000+***",
            })
    void whatIsNoPrivateKeyIsRefused(String text) {
        TransparencyLogTest.assertReason(Reason.MALFORMED_KEY, () -> NoteSigner.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+Aeky",
            })
    void whatIsNoVerifierKeyIsRefused(String text) {
        TransparencyLogTest.assertReason(Reason.MALFORMED_KEY, () -> NoteKey.parse(text));
    }
}
