package io.countermark.fingerprint.index;

import io.countermark.fingerprint.PdqHash;
import io.countermark.fingerprint.index.CopyIndex.Near;
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

    private static final int WORDS = 4;
    private static final int BLOCK = 512;

    private final long[] forms;
    private final long[][] columns = new long[WORDS][BLOCK];
    private final int[] distances = new int[BLOCK];
    /** Whether bits all exchanged are as near as bits all equal. */
    private final boolean complements;

    private final int limit;
    /** The farthest on top. */
    private final PriorityQueue<Near> nearest = new PriorityQueue<>(
            Comparator.comparingInt(Near::distance).reversed().thenComparing(Near::id));

    private int bound;

    private CodeScan(List<PdqHash> query, boolean complements, int maxDistance, int limit) {
        this.forms = new long[query.size() * WORDS];
        int n = 0;
        for (PdqHash hash : query) {
            forms[n++] = hash.w0();
            forms[n++] = hash.w1();
            forms[n++] = hash.w2();
            forms[n++] = hash.w3();
        }
        this.complements = complements;
        this.bound = maxDistance;
        this.limit = limit;
    }

    /** The nearest pictures, nearest first. */
    static List<Near> nearest(Reading now, List<PdqHash> forms, boolean complements, int maxDistance, int limit) {
        CodeScan scan = new CodeScan(forms, complements, maxDistance, limit);
        now.parts().forEach(scan::segment);
        scan.pending(now.delta());
        // A picture may have several codes.
        Map<String, Near> best = new HashMap<>();
        scan.nearest.forEach(hit -> best.merge(hit.id(), hit, (a, b) -> a.distance() <= b.distance() ? a : b));
        return best.values().stream()
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::id))
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

    private void pending(Delta delta) {
        for (int first = 0; first < delta.codes(); first += BLOCK) {
            int count = Math.min(BLOCK, delta.codes() - first);
            for (int word = 0; word < WORDS; word++) {
                delta.copyCodes(word, first, count, columns[word]);
            }
            measure(count);
            for (int i = 0; i < count; i++) {
                if (distances[i] <= bound) {
                    IndexedPicture picture = delta.picture(delta.owner(first + i));
                    if (picture != null) {
                        offer(picture.id(), distances[i]);
                    }
                }
            }
        }
    }

    /** Distances of the block's first codes from the nearest form. */
    private void measure(int count) {
        Arrays.fill(distances, 0, count, Integer.MAX_VALUE);
        for (int i = 0; i < forms.length; i += WORDS) {
            if (complements) {
                nearerEitherWay(columns, count, forms[i], forms[i + 1], forms[i + 2], forms[i + 3], distances);
            } else {
                nearer(columns, count, forms[i], forms[i + 1], forms[i + 2], forms[i + 3], distances);
            }
        }
    }

    private static void nearerEitherWay(long[][] columns, int count, long a, long b, long c, long d, int[] distances) {
        long[] as = columns[0];
        long[] bs = columns[1];
        long[] cs = columns[2];
        long[] ds = columns[3];
        for (int i = 0; i < count; i++) {
            int distance = Long.bitCount(as[i] ^ a)
                    + Long.bitCount(bs[i] ^ b)
                    + Long.bitCount(cs[i] ^ c)
                    + Long.bitCount(ds[i] ^ d);
            distances[i] = Math.min(distances[i], 128 - Math.abs(128 - distance));
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
            distances[i] = Math.min(distances[i], distance);
        }
    }

    private void offer(String id, int distance) {
        nearest.add(new Near(id, distance));
        if (nearest.size() > limit) {
            nearest.remove();
        }
        if (nearest.size() == limit) {
            bound = Math.min(bound, nearest.element().distance());
        }
    }
}
