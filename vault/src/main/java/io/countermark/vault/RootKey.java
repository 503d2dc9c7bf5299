package io.countermark.vault;

import java.nio.file.Path;

/** The key that wraps all others; 32 bytes in a file that only its owner may read (mode 0400). */
public final class RootKey {

    /**
     * Reads the file, or creates it (fsynced, folder too) when it is absent.
     *
     * @throws VaultException when its mode or length is wrong
     */
    public static RootKey openOrCreate(Path file) {
        throw new UnsupportedOperationException();
    }

    /** Wraps a secret for storing it elsewhere; {@code context} is bound and needed to unwrap. */
    public byte[] wrap(byte[] secret, String context) {
        throw new UnsupportedOperationException();
    }

    /** @throws VaultException when it was not wrapped by this key for this context, or was changed */
    public byte[] unwrap(byte[] wrapped, String context) {
        throw new UnsupportedOperationException();
    }
}
