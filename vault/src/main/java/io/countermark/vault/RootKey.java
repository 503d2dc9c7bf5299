package io.countermark.vault;

import java.nio.file.Path;

/**
 * The key that wraps all others: in a file, in a PKCS#11 token or in a key service. Where it is not in a file this process never sees
 * it. Implementations are immutable and thread-safe.
 */
public sealed interface RootKey permits FileRootKey, ServiceRootKey {

    /**
     * Reads the file, or creates it (fsynced, folder too) when it is absent. Of two processes that create it at once, both get the
     * key of the one that won.
     *
     * @throws VaultException KEY_FILE_MODE when group or others may do anything with it, KEY_FILE_MALFORMED when it does not hold
     *     exactly 32 bytes, IO
     */
    static RootKey openOrCreate(Path file) {
        return FileRootKey.openOrCreate(file);
    }

    /**
     * Reads the file.
     *
     * @throws VaultException NOT_FOUND when it is absent, else as {@link #openOrCreate}
     */
    static RootKey open(Path file) {
        return FileRootKey.open(file);
    }

    /** A key that a token or a service keeps, for example {@link Pkcs11Token} or {@link TransitService}. */
    static RootKey of(KeyService service) {
        return new ServiceRootKey(service, null);
    }

    /** Likewise, which still unwraps what a former key wrapped, and wraps nothing more with it. */
    static RootKey of(KeyService service, RootKey former) {
        return new ServiceRootKey(service, former);
    }

    /** Wraps a secret for storing it elsewhere; {@code context} is bound and needed to unwrap. */
    byte[] wrap(byte[] secret, String context);

    /**
     * The secret again.
     *
     * @throws VaultException WRONG_KEY when another key wrapped it, CORRUPT when it was changed or the context is another, KEY_SERVICE
     */
    byte[] unwrap(byte[] wrapped, String context);

    /** A name for this key that tells nothing about it: 16 hex digits. */
    String id();
}
