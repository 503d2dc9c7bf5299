package io.countermark.transparency;

import java.util.ArrayList;
import java.util.List;

/**
 * Hashes of subtrees of a log of one size, computed from its tiles; proofs of RFC 6962, sections 2.1.1 and 2.1.2. Reads at most
 * three tiles a hash and remembers those it read.
 */
final class Tiles {

    /** Where tiles are read. */
    @FunctionalInterface
    interface Source {

        /**
         * @return {@code 32 x width} bytes
         * @throws LogException CORRUPT when there is none, or it has another length
         */
        byte[] read(TilePath tile);
    }

    private final Source source;
    private final long size;
    private final Hasher hasher = new Hasher();

    /** @param size of the newest tree, which tells how wide the rightmost tiles are */
    Tiles(Source source, long size) {
        this.source = source;
        this.size = size;
    }

    /** The root of the tree over the first {@code n} entries. */
    byte[] root(long n) {
        return n == 0 ? hasher.empty() : range(0, n);
    }

    /** The audit path of entry {@code index} in the tree of the first {@code n}. */
    List<byte[]> inclusion(long index, long n) {
        List<byte[]> path = new ArrayList<>();
        path(index, 0, n, path);
        return path;
    }

    /** The consistency proof from the first {@code old} to the first {@code n} entries; empty when old is 0 or n. */
    List<byte[]> consistency(long old, long n) {
        List<byte[]> proof = new ArrayList<>();
        if (old > 0 && old < n) {
            subproof(old, 0, n, true, proof);
        }
        return proof;
    }

    byte[] leaf(long index) {
        return perfect(0, index);
    }

    private void path(long index, long from, long to, List<byte[]> path) {
        if (to - from == 1) {
            return;
        }
        long split = from + Long.highestOneBit(to - from - 1);
        if (index < split) {
            path(index, from, split, path);
            path.add(range(split, to));
        } else {
            path(index, split, to, path);
            path.add(range(from, split));
        }
    }

    private void subproof(long old, long from, long to, boolean complete, List<byte[]> proof) {
        if (old == to) {
            if (!complete) {
                proof.add(range(from, to));
            }
            return;
        }
        long split = from + Long.highestOneBit(to - from - 1);
        if (old <= split) {
            subproof(old, from, split, complete, proof);
            proof.add(range(split, to));
        } else {
            subproof(old, split, to, false, proof);
            proof.add(range(from, split));
        }
    }

    /** The hash of entries {@code from} to {@code to}; from is a multiple of the largest power of two below the length. */
    private byte[] range(long from, long to) {
        long length = to - from;
        if (Long.bitCount(length) == 1) {
            int height = Long.numberOfTrailingZeros(length);
            return perfect(height, from >> height);
        }
        long split = from + Long.highestOneBit(length - 1);
        return hasher.node(range(from, split), range(split, to));
    }

    /** The hash of the perfect subtree of {@code 2^height} entries that is number {@code index} in its row. */
    private byte[] perfect(int height, long index) {
        int level = height / 8;
        int inTile = height % 8;
        long first = index << inTile; // of the hashes of that level
        long tile = first / TilePath.FULL;
        long hashes = size >> (8 * level);
        int width = (int) Math.min(TilePath.FULL, hashes - tile * TilePath.FULL);
        int from = (int) (first % TilePath.FULL);
        return hasher.tree(source.read(new TilePath(level, tile, width)), from, from + (1 << inTile));
    }
}
