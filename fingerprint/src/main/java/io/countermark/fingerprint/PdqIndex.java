package io.countermark.fingerprint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of registered pictures in memory, searched by Hamming distance. Thread-safe; an added hash is found by the next search,
 * a removed one by none.
 *
 * <p>An exact scan over one array of four words a hash: 32 bytes and eight times four population counts an entry. It grows with
 * the library, which is fine to a few million; the answer is exact at every distance.
 */
public final class PdqIndex {

    /**
     * @param id       as given to {@link #add}
     * @param distance Hamming distance, 0 to 256
     * @param form     the symmetry under which the query came closest
     */
    public record Hit(String id, int distance, Dihedral form) {}

    private static final int WORDS = 4;
    private static final Comparator<Hit> NEAREST_FIRST =
            Comparator.comparingInt(Hit::distance).thenComparing(Hit::id);

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, int[]> slotsOf = new HashMap<>();
    private long[] words = new long[64 * WORDS];
    private @Nullable String[] ids = new String[64];
    private int size;

    /** Adds one hash; an id may have several, and the nearest counts. */
    public void add(String id, PdqHash hash) {
        lock.writeLock().lock();
        try {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, size * 2);
                words = Arrays.copyOf(words, size * 2 * WORDS);
            }
            put(size, id, hash.w0(), hash.w1(), hash.w2(), hash.w3());
            slotsOf.merge(id, new int[] {size}, PdqIndex::concat);
            size++;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Removes all hashes of {@code id}; returns whether there were any. Their words are overwritten. */
    public boolean remove(String id) {
        lock.writeLock().lock();
        try {
            int[] slots = slotsOf.remove(id);
            if (slots == null) {
                return false;
            }
            Arrays.sort(slots);
            for (int i = slots.length - 1; i >= 0; i--) {
                fillFromEnd(slots[i]);
            }
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Number of hashes. */
    public int size() {
        lock.readLock().lock();
        try {
            return size;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The closest {@code limit} pictures within {@code maxDistance} under any of the query's eight forms, nearest first, ties by id. */
    public List<Hit> search(PdqFingerprint query, int maxDistance, int limit) {
        if (limit <= 0 || maxDistance < 0) {
            return List.of();
        }
        long[] forms = new long[Dihedral.values().length * WORDS];
        for (int i = 0; i < query.hashes().size(); i++) {
            PdqHash hash = query.hashes().get(i);
            forms[i * WORDS] = hash.w0();
            forms[i * WORDS + 1] = hash.w1();
            forms[i * WORDS + 2] = hash.w2();
            forms[i * WORDS + 3] = hash.w3();
        }
        lock.readLock().lock();
        try {
            return scan(forms, maxDistance, limit);
        } finally {
            lock.readLock().unlock();
        }
    }

    private List<Hit> scan(long[] forms, int maxDistance, int limit) {
        Map<String, Hit> best = new HashMap<>();
        TreeSet<Hit> nearest = new TreeSet<>(NEAREST_FIRST);
        int bound = maxDistance;
        for (int slot = 0; slot < size; slot++) {
            int packed = nearestForm(forms, slot);
            int distance = packed >> 3;
            if (distance > bound) {
                continue;
            }
            Hit hit = new Hit(idAt(slot), distance, Dihedral.values()[packed & 7]);
            Hit known = best.get(hit.id());
            if (known != null && known.distance() <= distance) {
                continue;
            }
            if (known != null) {
                nearest.remove(known);
            }
            best.put(hit.id(), hit);
            nearest.add(hit);
            if (nearest.size() > limit) {
                best.remove(nearest.removeLast().id());
            }
            if (nearest.size() == limit) {
                bound = Math.min(bound, nearest.last().distance());
            }
        }
        return List.copyOf(new ArrayList<>(nearest));
    }

    /** Distance of the nearest form times eight plus its number: the smallest such value is the nearest, first form on a tie. */
    private int nearestForm(long[] forms, int slot) {
        long a = words[slot * WORDS];
        long b = words[slot * WORDS + 1];
        long c = words[slot * WORDS + 2];
        long d = words[slot * WORDS + 3];
        int nearest = Integer.MAX_VALUE;
        for (int form = 0, i = 0; i < forms.length; form++, i += WORDS) {
            int distance = Long.bitCount(a ^ forms[i])
                    + Long.bitCount(b ^ forms[i + 1])
                    + Long.bitCount(c ^ forms[i + 2])
                    + Long.bitCount(d ^ forms[i + 3]);
            nearest = Math.min(nearest, distance << 3 | form);
        }
        return nearest;
    }

    /** Moves the last entry into {@code slot}, so that the array has no holes. */
    private void fillFromEnd(int slot) {
        int last = size - 1;
        if (slot != last) {
            String moved = idAt(last);
            put(
                    slot,
                    moved,
                    words[last * WORDS],
                    words[last * WORDS + 1],
                    words[last * WORDS + 2],
                    words[last * WORDS + 3]);
            slotsOf.computeIfPresent(moved, (id, slots) -> {
                for (int i = 0; i < slots.length; i++) {
                    if (slots[i] == last) {
                        slots[i] = slot;
                    }
                }
                return slots;
            });
        }
        Arrays.fill(words, last * WORDS, size * WORDS, 0L);
        ids[last] = null;
        size--;
    }

    private String idAt(int slot) {
        String id = ids[slot];
        if (id == null) {
            throw new IllegalStateException("No entry at " + slot);
        }
        return id;
    }

    private void put(int slot, String id, long w0, long w1, long w2, long w3) {
        ids[slot] = id;
        words[slot * WORDS] = w0;
        words[slot * WORDS + 1] = w1;
        words[slot * WORDS + 2] = w2;
        words[slot * WORDS + 3] = w3;
    }

    private static int[] concat(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
