package io.countermark.vault;

/**
 * Encrypts 32-byte keys with a key that never leaves a token or a service. It need not commit to its key: {@link RootKey} does, around it.
 * Implementations are thread-safe.
 */
public interface KeyService {

    /** Which key of which service; a rotated key must have another name. Stable, at most 1,000 characters. */
    String keyName();

    /**
     * The key under authenticated encryption.
     *
     * @return at most 65,535 bytes
     * @throws VaultException KEY_SERVICE
     */
    byte[] encrypt(byte[] key);

    /** @throws VaultException CORRUPT when it is not what {@link #encrypt} returned, KEY_SERVICE */
    byte[] decrypt(byte[] encrypted);
}
