package io.countermark.transparency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tree while it grows: the unfinished tile of each level, the unfinished entry bundle, and what got finished on the way. Not
 * thread-safe.
 */
final class Growth {

    private final Hasher hasher = new Hasher();
    private final List<byte[]> edges = new ArrayList<>(); // a level: up to 255 hashes, in a buffer for 256
    private final List<Written> finished = new ArrayList<>();
    private byte[] bundle;
    private int bundleLength;
    private long size;

    /** Bytes of a tile or bundle and its name. */
    record Written(TilePath path, byte[] bytes) {}

    /** @param from what was grown to before */
    Growth(Snapshot from) {
        size = from.size();
        for (int level = 0; level < from.edges().size(); level++) {
            edges.add(Arrays.copyOf(from.edges().get(level), TilePath.FULL * Hasher.LENGTH));
        }
        bundle = from.bundle().clone();
        bundleLength = bundle.length;
    }

    /**
     * @param size   number of entries
     * @param edges  a level: the hashes of its unfinished tile, 0 to 255 of them
     * @param bundle the unfinished entry bundle
     */
    record Snapshot(long size, List<byte[]> edges, byte[] bundle) {

        static final Snapshot EMPTY = new Snapshot(0, List.of(), new byte[0]);
    }

    void append(byte[] entry, byte[] leafHash) {
        if (bundleLength + 2 + entry.length > bundle.length) {
            bundle = Arrays.copyOf(bundle, Math.max(2 * bundle.length, bundleLength + 2 + entry.length));
        }
        bundle[bundleLength] = (byte) (entry.length >> 8);
        bundle[bundleLength + 1] = (byte) entry.length;
        System.arraycopy(entry, 0, bundle, bundleLength + 2, entry.length);
        bundleLength += 2 + entry.length;
        if (size % TilePath.FULL == TilePath.FULL - 1) {
            TilePath path = new TilePath(TilePath.ENTRIES, size / TilePath.FULL, TilePath.FULL);
            finished.add(new Written(path, Arrays.copyOf(bundle, bundleLength)));
            bundleLength = 0;
        }
        append(leafHash);
    }

    /** Appends a leaf without its entry. */
    void append(byte[] leafHash) {
        byte[] hash = leafHash;
        for (int level = 0; ; level++) {
            if (level == edges.size()) {
                edges.add(new byte[TilePath.FULL * Hasher.LENGTH]);
            }
            long row = size >> (8 * level);
            int at = (int) (row % TilePath.FULL);
            System.arraycopy(hash, 0, edges.get(level), at * Hasher.LENGTH, Hasher.LENGTH);
            if (at < TilePath.FULL - 1) {
                break;
            }
            finished.add(new Written(
                    new TilePath(level, row / TilePath.FULL, TilePath.FULL),
                    edges.get(level).clone()));
            hash = hasher.tree(edges.get(level), 0, TilePath.FULL);
        }
        size++;
    }

    long size() {
        return size;
    }

    /** The root; a rightmost subtree that is not full counts as the last, smaller node of the level above. */
    byte[] root() {
        byte[] carry = null;
        for (int level = 0; level < edges.size(); level++) {
            int width = width(level);
            if (carry != null) {
                System.arraycopy(carry, 0, edges.get(level), width * Hasher.LENGTH, Hasher.LENGTH);
                width++;
            }
            if (width > 0) {
                carry = hasher.tree(edges.get(level), 0, width);
            }
        }
        return carry == null ? hasher.empty() : carry;
    }

    /** Finished tiles and bundles since the last call. */
    List<Written> takeFinished() {
        List<Written> taken = List.copyOf(finished);
        finished.clear();
        return taken;
    }

    /** The unfinished tiles and the unfinished bundle, as they are now. */
    List<Written> unfinished() {
        List<Written> parts = new ArrayList<>();
        for (int level = 0; level < edges.size(); level++) {
            int width = width(level);
            if (width > 0) {
                TilePath path = new TilePath(level, (size >> (8 * level)) / TilePath.FULL, width);
                parts.add(new Written(path, Arrays.copyOf(edges.get(level), width * Hasher.LENGTH)));
            }
        }
        if (width(0) > 0) {
            TilePath path = new TilePath(TilePath.ENTRIES, size / TilePath.FULL, width(0));
            parts.add(new Written(path, Arrays.copyOf(bundle, bundleLength)));
        }
        return parts;
    }

    Snapshot snapshot() {
        List<byte[]> copies = new ArrayList<>();
        for (int level = 0; level < edges.size(); level++) {
            copies.add(Arrays.copyOf(edges.get(level), width(level) * Hasher.LENGTH));
        }
        return new Snapshot(size, List.copyOf(copies), Arrays.copyOf(bundle, bundleLength));
    }

    private int width(int level) {
        return (int) ((size >> (8 * level)) % TilePath.FULL);
    }
}
