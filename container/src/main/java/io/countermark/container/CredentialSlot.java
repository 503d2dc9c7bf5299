package io.countermark.container;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * A copy of an image file with room for a manifest store of a fixed length. Everything outside the room is final, so hashes
 * over it can be taken before the store is known.
 */
public final class CredentialSlot {

    private final byte[] file;
    private final int storeLength;
    private final List<ByteRange> exclusions;
    private final BiConsumer<byte[], byte[]> writer;

    /** @param writer puts a store (second) into the file (first), checksums included */
    CredentialSlot(byte[] file, int storeLength, List<ByteRange> exclusions, BiConsumer<byte[], byte[]> writer) {
        this.file = file;
        this.storeLength = storeLength;
        this.exclusions = List.copyOf(exclusions);
        this.writer = writer;
    }

    /** The file with an empty store; live, filled in place by {@link #fill}. */
    public byte[] file() {
        return file;
    }

    /** What the data hash leaves out (C2PA 2.4, 18.5 and Appendix A): ascending, the store's own bytes and their framing. */
    public List<ByteRange> exclusions() {
        return exclusions;
    }

    /**
     * Puts the store in its place.
     *
     * @throws IllegalArgumentException when it has not the reserved length
     */
    public byte[] fill(byte[] store) {
        if (store.length != storeLength) {
            throw new IllegalArgumentException("A store of " + store.length + " bytes in room for " + storeLength);
        }
        writer.accept(file, store);
        return file;
    }
}
