package io.countermark.transparency;

import java.nio.file.Path;

/**
 * The writer of an append-only log in a folder laid out as c2sp.org/tlog-tiles says, so that any web server can publish it. One
 * writer at a time. What {@link #append} returned from is durable and covered by a signed checkpoint. Thread-safe: concurrent
 * appends share one checkpoint.
 */
public final class TransparencyLog implements AutoCloseable {

    /**
     * Opens or creates; recovers what a killed process left.
     *
     * @throws LogException LOCKED, ROLLED_BACK, CORRUPT
     */
    public static TransparencyLog open(Path folder, NoteSigner signer) {
        throw new UnsupportedOperationException();
    }

    /** Appends an entry of at most 65,535 bytes, or finds it when it is there already; returns its place. */
    public Appended append(byte[] entry) {
        throw new UnsupportedOperationException();
    }

    /** The latest signed checkpoint, as text. */
    public String checkpoint() {
        throw new UnsupportedOperationException();
    }

    /** Number of entries. */
    public long size() {
        throw new UnsupportedOperationException();
    }

    public byte[] entry(long index) {
        throw new UnsupportedOperationException();
    }

    /** A self-contained proof file (c2sp.org/tlog-proof) of the entry under the latest checkpoint. */
    public String proof(long index) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /**
     * @param index    of the entry, from 0
     * @param leafHash 32 bytes (RFC 6962)
     * @param existed  whether it was there before
     */
    public record Appended(long index, byte[] leafHash, boolean existed) {}
}
