package io.countermark.vault;

import java.nio.file.Path;
import java.util.stream.Stream;

/** Encrypted objects in a folder. What {@link #put} returned from is durable: file and folder are fsynced. Thread-safe. */
public final class Vault {

    /** Opens the folder, creating it when absent; left-over temporary files of a killed process are removed. */
    public static Vault open(Path folder, RootKey rootKey) {
        throw new UnsupportedOperationException();
    }

    /**
     * Stores content.
     *
     * @param sha256 of the content, 32 bytes; checked before and bound
     * @throws VaultException ALREADY_EXISTS when the name is taken by other content (the same content again is accepted)
     */
    public StoredObject put(ObjectName name, byte[] content, byte[] sha256) {
        throw new UnsupportedOperationException();
    }

    /** @throws VaultException when absent, changed, or not of this name */
    public byte[] get(ObjectName name) {
        throw new UnsupportedOperationException();
    }

    public boolean contains(ObjectName name) {
        throw new UnsupportedOperationException();
    }

    /** Removes an object; returns whether it was there. */
    public boolean delete(ObjectName name) {
        throw new UnsupportedOperationException();
    }

    /** All names, in no order; close the stream. */
    public Stream<ObjectName> list() {
        throw new UnsupportedOperationException();
    }

    /**
     * @param name          where it is
     * @param contentLength in bytes, before encryption
     * @param storedLength  in bytes, on disk
     */
    public record StoredObject(ObjectName name, long contentLength, long storedLength) {}
}
