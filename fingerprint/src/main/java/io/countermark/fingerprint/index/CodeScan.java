package io.countermark.fingerprint.index;

import io.countermark.fingerprint.PdqFingerprint;
import io.countermark.fingerprint.PdqHash;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Exact scan over the codes of an index: 32 bytes and eight times four population counts a code. Blocks of codes are copied by
 * columns into arrays that stay in the first cache, where the loops over them become vector instructions; so the eight forms cost little
 * more than reading the codes once (measured by {@code bench index}).
 */
final class CodeScan {

    /** @param distance Hamming distance, 0 to 256, of the nearest form or complement */
    record Hit(String id, int distance) {}

    private static final int WORDS = 4;
    private static final int BLOCK = 512;

    private final long[] forms;
    private final long[][] columns = new long[WORDS][BLOCK];
    private final int[] distances = new int[BLOCK];
    private final int limit;
    /** The farthest on top. */
    private final PriorityQueue<Hit> nearest = new PriorityQueue<>(
            Comparator.comparingInt(Hit::distance).reversed().thenComparing(Hit::id));

    private int bound;

    private CodeScan(PdqFingerprint query, int maxDistance, int limit) {
        this.forms = new long[query.hashes().size() * WORDS];
        int n = 0;
        for (PdqHash hash : query.hashes()) {
            forms[n++] = hash.w0();
            forms[n++] = hash.w1();
            forms[n++] = hash.w2();
            forms[n++] = hash.w3();
        }
        this.bound = maxDistance;
        this.limit = limit;
    }

    /** The nearest pictures, nearest first. */
    static List<Hit> nearest(Reading now, PdqFingerprint query, int maxDistance, int limit) {
        CodeScan scan = new CodeScan(query, maxDistance, limit);
        now.parts().forEach(scan::segment);
        now.delta().live().forEach(scan::pending);
        Map<String, Hit> best = new HashMap<>();
        scan.nearest.forEach(hit -> best.merge(hit.id(), hit, (a, b) -> a.distance() <= b.distance() ? a : b));
        return best.values().stream()
                .sorted(Comparator.comparingInt(Hit::distance).thenComparing(Hit::id))
                .toList();
    }

    private void segment(Reading.Part part) {
        Segment segment = part.segment();
        int codes = segment.codes();
        for (int first = 0; first < codes; first += BLOCK) {
            int count = Math.min(BLOCK, codes - first);
            for (int word = 0; word < WORDS; word++) {
                long at = segment.layout().code(word, first);
                MemorySegment.copy(segment.bytes(), Segment.LONG, at, columns[word], 0, count);
            }
            measure(count);
            for (int i = 0; i < count; i++) {
                if (distances[i] <= bound) {
                    int owner = segment.owner(first + i);
                    if (!part.removed().get(owner)) {
                        offer(segment.id(owner), distances[i]);
                    }
                }
            }
        }
    }

    private void pending(IndexedPicture picture) {
        for (PdqHash code : picture.codes()) {
            columns[0][0] = code.w0();
            columns[1][0] = code.w1();
            columns[2][0] = code.w2();
            columns[3][0] = code.w3();
            measure(1);
            if (distances[0] <= bound) {
                offer(picture.id(), distances[0]);
            }
        }
    }

    /** Distances of the block's first codes from the nearest form. */
    private void measure(int count) {
        Arrays.fill(distances, 0, count, Integer.MAX_VALUE);
        for (int i = 0; i < forms.length; i += WORDS) {
            nearer(columns, count, forms[i], forms[i + 1], forms[i + 2], forms[i + 3], distances);
        }
    }

    private static void nearer(long[][] columns, int count, long a, long b, long c, long d, int[] distances) {
        long[] as = columns[0];
        long[] bs = columns[1];
        long[] cs = columns[2];
        long[] ds = columns[3];
        for (int i = 0; i < count; i++) {
            int distance = Long.bitCount(as[i] ^ a)
                    + Long.bitCount(bs[i] ^ b)
                    + Long.bitCount(cs[i] ^ c)
                    + Long.bitCount(ds[i] ^ d);
            // Bits all exchanged are as near as bits all equal.
            distances[i] = Math.min(distances[i], 128 - Math.abs(128 - distance));
        }
    }

    private void offer(String id, int distance) {
        nearest.add(new Hit(id, distance));
        if (nearest.size() > limit) {
            nearest.remove();
        }
        if (nearest.size() == limit) {
            bound = Math.min(bound, nearest.element().distance());
        }
    }
}
