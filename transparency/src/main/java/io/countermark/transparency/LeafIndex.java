package io.countermark.transparency;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * Finds the index of a leaf hash: open addressing over the first eight bytes, 16 bytes a slot, at most half full; a hit is compared
 * with the whole hash in its tile. 1 M leaves take 32 MiB. Not thread-safe.
 */
final class LeafIndex {

    private final LongFunction<byte[]> leafHashes;
    private long[] heads = new long[1024];
    private long[] places = new long[1024]; // index + 1; 0 is free
    private int count;

    /** @param leafHashes the hash at an index, to compare with */
    LeafIndex(LongFunction<byte[]> leafHashes) {
        this.leafHashes = leafHashes;
    }

    /** @return -1 when there is none */
    long find(byte[] leafHash) {
        long head = head(leafHash);
        int mask = heads.length - 1;
        for (int at = slot(head, mask); places[at] != 0; at = (at + 1) & mask) {
            if (heads[at] == head && Arrays.equals(leafHash, leafHashes.apply(places[at] - 1))) {
                return places[at] - 1;
            }
        }
        return -1;
    }

    void add(byte[] leafHash, long index) {
        if (2 * (count + 1) > heads.length) {
            grow();
        }
        insert(head(leafHash), index + 1);
        count++;
    }

    private void insert(long head, long place) {
        int mask = heads.length - 1;
        int at = slot(head, mask);
        while (places[at] != 0) {
            at = (at + 1) & mask;
        }
        heads[at] = head;
        places[at] = place;
    }

    private void grow() {
        long[] oldHeads = heads;
        long[] oldPlaces = places;
        heads = new long[2 * oldHeads.length];
        places = new long[2 * oldHeads.length];
        for (int i = 0; i < oldHeads.length; i++) {
            if (oldPlaces[i] != 0) {
                insert(oldHeads[i], oldPlaces[i]);
            }
        }
    }

    private static long head(byte[] leafHash) {
        return ByteBuffer.wrap(leafHash).getLong();
    }

    private static int slot(long head, int mask) {
        return (int) (head ^ (head >>> 32)) & mask;
    }
}
