package io.countermark.transparency;

import java.nio.file.Path;

/** Checks a log or a proof with nothing but the verifier key. */
public final class LogVerifier {

    private LogVerifier() {}

    /**
     * Recomputes the whole folder: signature, every tile, every entry.
     *
     * @throws LogException naming the first thing that is wrong
     */
    public static Verified verifyFolder(Path folder, String verifierKey) {
        throw new UnsupportedOperationException();
    }

    /** @throws LogException when the proof does not show that {@code entry} is in the log */
    public static Verified verifyProof(byte[] entry, String proof, String verifierKey) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param origin   of the log
     * @param size     of the tree
     * @param rootHash 32 bytes
     * @param index    of the entry, -1 for a folder
     */
    public record Verified(String origin, long size, byte[] rootHash, long index) {}
}
