package io.countermark.fingerprint.index;

import io.countermark.fingerprint.LocalFeatures;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One look-up of a view's features in the visual words. Features vote for the pictures that have one of their word with nearly the
 * same signature; a feature that many pictures have counts little (idf, here by matches instead of words) and no picture gets more than one vote
 * of a feature (bursts, H. J&eacute;gou et al., On the Burstiness of Visual Elements, CVPR 2009). The pictures with the most votes are ranked
 * by {@link Arrangement}.
 *
 * <p>Cost: two words a feature. At most {@link #MAX_POSTINGS} postings are read, those of features with short lists first, which tell
 * most; so the cost stops growing with the index before a million pictures.
 */
final class LocalSearch {

    /** A picture with the weight of its votes in one arrangement. */
    record Hit(String id, double votes) {}

    /** Signatures that differ in more bits are of other features. */
    static final int MAX_DISTANCE = 16;

    private static final int WORDS_A_FEATURE = 2;
    private static final long MAX_POSTINGS = 6_000_000;
    private static final int ARRANGED = 150;
    private static final double SPREAD = 11;
    private static final double[] NEARNESS = nearness();

    private final Reading now;
    private final LocalFeatures query;
    private final HitList hits = new HitList();
    /** Where a feature's matches end in the list. */
    private final int[] order;

    private final int[][] words;
    private final long[] signatures;
    private final double[] weight;

    LocalSearch(Reading now, LocalFeatures query) {
        this.now = now;
        this.query = query;
        int count = query.count();
        this.words = new int[count][WORDS_A_FEATURE];
        this.signatures = new long[count];
        this.weight = new double[count];
        long[] costs = new long[count];
        for (int i = 0; i < count; i++) {
            now.vocabulary().words(query.descriptors(), i * LocalFeatures.WORDS, words[i]);
            signatures[i] = now.vocabulary().signature(query.descriptors(), i * LocalFeatures.WORDS);
            costs[i] = postings(words[i]) << 16 | i;
        }
        Arrays.sort(costs);
        this.order = new int[count];
        Arrays.setAll(order, n -> (int) (costs[n] & 0xffff));
    }

    private static double[] nearness() {
        double[] nearness = new double[MAX_DISTANCE + 1];
        Arrays.setAll(nearness, d -> Math.exp(-d * d / (2 * SPREAD * SPREAD)));
        return nearness;
    }

    /** The best ones, best first. */
    List<Hit> best(int limit) {
        collect();
        int[] candidates = mostVotes();
        Arrangement arrangement = new Arrangement(query, hits, weight, candidates, now.numbers());
        List<Hit> best = new ArrayList<>();
        for (int i = 0; i < candidates.length; i++) {
            double votes = arrangement.votes(i);
            String id = votes > 0 ? now.id(candidates[i]) : null;
            if (id != null) {
                best.add(new Hit(id, votes));
            }
        }
        best.sort(Comparator.comparingDouble(Hit::votes).reversed().thenComparing(Hit::id));
        return best.subList(0, Math.min(limit, best.size()));
    }

    private long postings(int[] words) {
        long postings = 0;
        for (int word : words) {
            for (Reading.Part part : now.parts()) {
                postings +=
                        part.segment().firstPosting(word + 1) - part.segment().firstPosting(word);
            }
            postings += now.delta().postings(word);
        }
        return postings;
    }

    private void collect() {
        long read = 0;
        for (int feature : order) {
            read += postings(words[feature]);
            if (read > MAX_POSTINGS) {
                return;
            }
            int before = hits.size();
            for (int word : words[feature]) {
                for (Reading.Part part : now.parts()) {
                    scan(part, word, feature);
                }
                scanDelta(word, feature);
            }
            int found = hits.size() - before;
            weight[feature] = found == 0 ? 0 : rarity(found);
        }
    }

    /** 1 for a feature that one picture in a thousand or fewer have, 0 for one that all have. */
    private double rarity(int found) {
        double share = found / (double) Math.max(1000, now.numbers());
        return Math.max(0, Math.min(1, -Math.log10(share) / 3));
    }

    private void scan(Reading.Part part, int word, int feature) {
        Segment segment = part.segment();
        MemorySegment bytes = segment.bytes();
        long signature = signatures[feature];
        long from = segment.firstPosting(word);
        int count = (int) (segment.firstPosting(word + 1) - from);
        long at = segment.layout().posting(from);
        for (int i = 0; i < count; i++, at += Segment.POSTING) {
            int distance = Long.bitCount(signature ^ bytes.get(Segment.LONG, at + 8));
            if (distance <= MAX_DISTANCE) {
                int picture = bytes.get(Segment.INT, at);
                if (!part.removed().get(picture)) {
                    hits.add(part.base() + picture, feature, bytes.get(Segment.INT, at + 4), distance);
                }
            }
        }
    }

    private void scanDelta(int word, int feature) {
        Delta delta = now.delta();
        for (int n = 0; n < delta.postings(word); n++) {
            int posting = delta.posting(word, n);
            int number = Delta.pictureOf(posting);
            IndexedPicture picture = delta.picture(number);
            if (picture == null) {
                continue;
            }
            int of = Delta.featureOf(posting);
            int distance = Long.bitCount(signatures[feature] ^ picture.signatures()[of]);
            if (distance <= MAX_DISTANCE) {
                hits.add(now.deltaBase() + number, feature, picture.places()[of], distance);
            }
        }
    }

    /** The pictures with the most votes, whatever their arrangement. */
    private int[] mostVotes() {
        float[] votes = new float[now.numbers()];
        int[] voted = new int[now.numbers()];
        int[] touched = new int[Math.min(hits.size(), now.numbers())];
        int count = 0;
        for (int i = 0; i < hits.size(); i++) {
            int picture = hits.picture(i);
            int feature = hits.feature(i) + 1;
            if (voted[picture] == feature) {
                continue;
            }
            if (voted[picture] == 0) {
                touched[count++] = picture;
            }
            voted[picture] = feature;
            votes[picture] += (float) (weight[hits.feature(i)] * nearness(hits.distance(i)));
        }
        long[] ranked = new long[count];
        for (int i = 0; i < count; i++) {
            ranked[i] = (long) Float.floatToIntBits(votes[touched[i]]) << 32 | touched[i];
        }
        Arrays.sort(ranked);
        int[] most = new int[Math.min(ARRANGED, count)];
        Arrays.setAll(most, i -> (int) ranked[ranked.length - 1 - i]);
        return most;
    }

    static double nearness(int distance) {
        return NEARNESS[distance];
    }
}
