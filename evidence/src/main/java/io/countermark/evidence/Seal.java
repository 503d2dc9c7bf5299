package io.countermark.evidence;

import io.countermark.transparency.LogException;
import io.countermark.transparency.NoteKey;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.SignedNote;
import java.util.Base64;
import java.util.List;

/**
 * What closes a package: a signed note (c2sp.org/signed-note) over the index, {@code SEAL}.
 *
 * <pre>
 *   countermark evidence package 1
 *   ORIGIN of the log
 *   SHA-256 of index.json in base64
 *                                         (an empty line)
 *   — ORIGIN base64(key id || signature)
 * </pre>
 *
 * The log's key signs it, so that one key has to be known for all. The first line can't be taken for a checkpoint's, whose first line is
 * the origin.
 */
final class Seal {

    private static final String FIRST_LINE = "countermark evidence package 1";

    private Seal() {}

    static String of(byte[] index, NoteSigner signer) {
        String text = text(index, signer.name());
        return new SignedNote(text, List.of(signer.sign(text, 0))).note();
    }

    /** @throws LogException when it is not this key's seal on this index */
    static void verify(String seal, byte[] index, NoteKey key) {
        SignedNote note = SignedNote.parse(seal);
        if (!note.text().equals(text(index, key.name()))) {
            throw new LogException(LogException.Reason.CORRUPT, "the seal is on another index");
        }
        boolean sealed = false;
        for (SignedNote.Signature signature : note.signatures()) {
            sealed |= key.verifies(note, signature);
        }
        if (!sealed || note.signatures().size() != 1) {
            throw new LogException(LogException.Reason.BAD_SIGNATURE, "the seal is not signed by " + key.name());
        }
    }

    private static String text(byte[] index, String origin) {
        return FIRST_LINE + "\n" + origin + "\n" + Base64.getEncoder().encodeToString(Digests.digest(index)) + "\n";
    }
}
