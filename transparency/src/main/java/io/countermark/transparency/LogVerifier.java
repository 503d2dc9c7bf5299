package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Checks a log or a proof with nothing but the verifier key. */
public final class LogVerifier {

    private LogVerifier() {}

    /**
     * Recomputes the whole folder: signature, every entry, every tile, older partial tiles too.
     *
     * @param verifierKey the log's key; further keys after white space (a second log key, witnesses) must have signed as well
     * @throws LogException naming the first thing that is wrong
     */
    public static Verified verifyFolder(Path folder, String verifierKey) {
        try {
            Checkpoint checkpoint = verifyCheckpoint(
                    Files.readString(folder.resolve("checkpoint"), StandardCharsets.UTF_8), verifierKey);
            new FolderCheck(folder, checkpoint).run();
            return new Verified(checkpoint.origin(), checkpoint.size(), checkpoint.rootHash(), -1);
        } catch (NoSuchFileException e) {
            throw new LogException(Reason.CORRUPT, "checkpoint: missing", e);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new LogException(Reason.CORRUPT, "checkpoint: not UTF-8", e);
        } catch (IOException e) {
            throw LogException.of(e);
        }
    }

    /**
     * @param proof the text of a {@code .tlog-proof} file
     * @throws LogException when the proof does not show that {@code entry} is in the log
     */
    public static Verified verifyProof(byte[] entry, String proof, String verifierKey) {
        TlogProof parsed = TlogProof.parse(proof);
        Checkpoint checkpoint = verifyCheckpoint(parsed.checkpoint(), verifierKey);
        MerkleProof.verifyInclusion(
                MerkleProof.leafHash(entry), parsed.index(), checkpoint.size(), parsed.path(), checkpoint.rootHash());
        return new Verified(checkpoint.origin(), checkpoint.size(), checkpoint.rootHash(), parsed.index());
    }

    /**
     * Checks a signed checkpoint.
     *
     * @param verifierKeys one or more, separated by white space; each must have signed; the first must be named like the origin
     * @throws LogException BAD_SIGNATURE, CORRUPT
     */
    public static Checkpoint verifyCheckpoint(String note, String verifierKeys) {
        SignedNote signed = SignedNote.parse(note);
        Checkpoint checkpoint = Checkpoint.parse(signed.text());
        List<NoteKey> keys = NoteKey.parseAll(verifierKeys);
        if (!keys.getFirst().name().equals(checkpoint.origin())) {
            throw new LogException(
                    Reason.BAD_SIGNATURE,
                    "checkpoint: of " + checkpoint.origin() + ", the key is of "
                            + keys.getFirst().name());
        }
        for (NoteKey key : keys) {
            boolean found = false;
            for (SignedNote.Signature signature : signed.signatures()) {
                found |= key.verifies(signed, signature);
            }
            if (!found) {
                throw new LogException(Reason.BAD_SIGNATURE, "checkpoint: not signed by " + key.name());
            }
        }
        return checkpoint;
    }

    /**
     * @param origin   of the log
     * @param size     of the tree
     * @param rootHash 32 bytes
     * @param index    of the entry, -1 for a folder
     */
    public record Verified(String origin, long size, byte[] rootHash, long index) {}
}
