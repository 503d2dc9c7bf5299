package io.countermark.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdqIndexTest {

    private static final Comparator<PdqIndex.Hit> ORDER =
            Comparator.comparingInt(PdqIndex.Hit::distance).thenComparing(PdqIndex.Hit::id);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsWhatBruteForceFindsWhileEntriesComeAndGo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PdqIndex index = new PdqIndex();
        Map<String, List<PdqHash>> model = new HashMap<>();
        for (int step = 0; step < 600; step++) {
            String id = "work-" + random.nextInt(150);
            if (random.nextInt(3) == 0) {
                assertEquals(model.remove(id) != null, index.remove(id), () -> "seed " + seed);
            } else {
                PdqHash hash = hash(random);
                index.add(id, hash);
                model.computeIfAbsent(id, key -> new ArrayList<>()).add(hash);
            }
            if (step % 20 == 0) {
                PdqFingerprint query = query(random, model);
                int maxDistance = random.nextInt(130);
                int limit = 1 + random.nextInt(12);
                assertEquals(
                        brute(model, query, maxDistance, limit),
                        index.search(query, maxDistance, limit),
                        () -> "seed " + seed);
            }
        }
        assertEquals(model.values().stream().mapToInt(List::size).sum(), index.size());
    }

    @Test
    void namesTheFormUnderWhichTheQueryCameClosest() {
        PdqFingerprint picture = Pdq.describe(new PdqTest.BgrRows(MadePicture.scene(7, 300, 200), 300, 200));
        PdqIndex index = new PdqIndex();
        index.add("turned", picture.hash(Dihedral.ROTATE_270));
        assertEquals(List.of(new PdqIndex.Hit("turned", 0, Dihedral.ROTATE_270)), index.search(picture, 31, 5));
    }

    @Test
    void removedMeansGone() {
        PdqIndex index = new PdqIndex();
        PdqHash hash = hash(new SplittableRandom(3));
        index.add("a", hash);
        index.add("a", hash(new SplittableRandom(4)));
        assertTrue(index.remove("a"));
        assertFalse(index.remove("a"));
        assertEquals(0, index.size());
        assertThat(index.search(allForms(hash), 256, 10)).isEmpty();
    }

    @Test
    void anAddedHashIsFoundByTheNextSearchOfTheSameThreadUnderContention()
            throws ExecutionException, InterruptedException {
        PdqIndex index = new PdqIndex();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> found = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int seed = thread;
                found.add(pool.submit(() -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    int hits = 0;
                    for (int i = 0; i < 200; i++) {
                        String id = seed + "-" + i;
                        PdqHash hash = hash(random);
                        index.add(id, hash);
                        hits += index.search(allForms(hash), 0, 1)
                                        .equals(List.of(new PdqIndex.Hit(id, 0, Dihedral.ORIGINAL)))
                                ? 1
                                : 0;
                        if (i % 2 == 0) {
                            index.remove(id);
                        }
                    }
                    return hits;
                }));
            }
            for (Future<Integer> hits : found) {
                assertEquals(200, hits.get());
            }
        }
        assertEquals(400, index.size());
    }

    private static List<PdqIndex.Hit> brute(
            Map<String, List<PdqHash>> model, PdqFingerprint query, int maxDistance, int limit) {
        List<PdqIndex.Hit> hits = new ArrayList<>();
        model.forEach((id, hashes) -> {
            PdqIndex.Hit best = null;
            for (PdqHash hash : hashes) {
                for (Dihedral form : Dihedral.values()) {
                    int distance = hash.hammingDistance(query.hash(form));
                    if (distance <= maxDistance && (best == null || distance < best.distance())) {
                        best = new PdqIndex.Hit(id, distance, form);
                    }
                }
            }
            if (best != null) {
                hits.add(best);
            }
        });
        hits.sort(ORDER);
        return hits.subList(0, Math.min(limit, hits.size()));
    }

    /** Half of the time a registered hash with some bits changed, so that there is something near. */
    private static PdqFingerprint query(SplittableRandom random, Map<String, List<PdqHash>> model) {
        List<PdqHash> forms = new ArrayList<>();
        List<List<PdqHash>> all = new ArrayList<>(model.values());
        for (int i = 0; i < 8; i++) {
            if (all.isEmpty() || random.nextBoolean()) {
                forms.add(hash(random));
            } else {
                PdqHash near = all.get(random.nextInt(all.size())).getFirst();
                forms.add(new PdqHash(
                        near.w0() ^ 1L << random.nextInt(64), near.w1() ^ random.nextInt(256), near.w2(), near.w3()));
            }
        }
        return new PdqFingerprint(forms, 100);
    }

    private static PdqFingerprint allForms(PdqHash hash) {
        return new PdqFingerprint(java.util.Collections.nCopies(8, hash), 100);
    }

    private static PdqHash hash(SplittableRandom random) {
        return new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }
}
