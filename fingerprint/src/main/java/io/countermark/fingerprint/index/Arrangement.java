package io.countermark.fingerprint.index;

import io.countermark.fingerprint.LocalFeatures;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many matches of a picture agree on one arrangement: weak geometric consistency (H. J&eacute;gou et al., ECCV 2008) with places.
 * Each match says by its patches alone how the picture is turned, scaled and moved; the others agree that are turned and scaled alike and
 * lie about where that says, the farther from it the more roughly. The match that most agree with counts.
 */
final class Arrangement {

    /** Matches looked at of a picture, the nearest first; a copy of a whole picture has hundreds. */
    private static final int MATCHES = 96;

    private static final int MIN_AGREEING = 4;
    private static final int ANGLE_TOLERANCE = 14;
    private static final int SIZE_TOLERANCE = 12;
    private static final double PLACE_TOLERANCE = 5;
    private static final double RELATIVE_TOLERANCE = 0.22;
    /** Of sizes that differ by -255 to 255 sixteenths of an octave. */
    private static final double[] FACTORS = new double[511];
    /** Of 256 angles. */
    private static final double[] COSINES = new double[256];

    static {
        Arrays.setAll(FACTORS, i -> Math.pow(2, (i - 255) / 16.0));
        Arrays.setAll(COSINES, i -> Math.cos(2 * Math.PI * i / 256));
    }

    private final double[] votes;

    /**
     * @param weight     of each feature of the query
     * @param candidates numbers of the pictures
     * @param numbers    of all pictures
     */
    Arrangement(LocalFeatures query, HitList hits, double[] weight, int[] candidates, int numbers) {
        int[] queryPlaces = new int[query.count()];
        Arrays.setAll(queryPlaces, i -> Place.of(query, i));
        Map<Integer, Integer> slots = new HashMap<>();
        for (int slot = 0; slot < candidates.length; slot++) {
            slots.put(candidates[slot], slot);
        }
        java.util.BitSet wanted = new java.util.BitSet(numbers);
        Arrays.stream(candidates).forEach(wanted::set);
        int[][] of = new int[candidates.length][MATCHES];
        int[] counts = new int[candidates.length];
        for (int i = 0; i < hits.size(); i++) {
            if (wanted.get(hits.picture(i))) {
                int slot = java.util.Objects.requireNonNull(slots.get(hits.picture(i)));
                if (counts[slot] < MATCHES) {
                    of[slot][counts[slot]++] = i;
                }
            }
        }
        this.votes = new double[candidates.length];
        for (int slot = 0; slot < candidates.length; slot++) {
            votes[slot] = best(Arrays.copyOf(of[slot], counts[slot]), hits, queryPlaces, weight);
        }
    }

    /** Weight of the features of the n-th candidate that agree; 0 when fewer than four do. */
    double votes(int candidate) {
        return votes[candidate];
    }

    private static double best(int[] matches, HitList hits, int[] queryPlaces, double[] weight) {
        int count = matches.length;
        int[] from = new int[count];
        int[] to = new int[count];
        double[] worth = new double[count];
        for (int i = 0; i < count; i++) {
            from[i] = hits.place(matches[i]);
            to[i] = queryPlaces[hits.feature(matches[i])];
            worth[i] = weight[hits.feature(matches[i])] * LocalSearch.nearness(hits.distance(matches[i]));
        }
        double most = 0;
        for (int anchor = 0; anchor < count; anchor++) {
            most = Math.max(most, agreeing(matches, hits, from, to, worth, anchor));
        }
        return most;
    }

    /** The worth of the matches that agree with one of them. */
    private static double agreeing(int[] matches, HitList hits, int[] from, int[] to, double[] worth, int anchor) {
        int turn = Place.angle(to[anchor]) - Place.angle(from[anchor]);
        int scale = Place.size(to[anchor]) - Place.size(from[anchor]);
        double factor = FACTORS[scale + 255];
        double cos = COSINES[turn & 255] * factor;
        double sin = COSINES[turn - 64 & 255] * factor;
        long[] usedFrom = new long[16];
        int agreeing = 0;
        int feature = -1;
        double sum = 0;
        for (int i = 0; i < matches.length; i++) {
            if (Math.abs((byte) (Place.angle(to[i]) - Place.angle(from[i]) - turn)) > ANGLE_TOLERANCE
                    || Math.abs(Place.size(to[i]) - Place.size(from[i]) - scale) > SIZE_TOLERANCE) {
                continue;
            }
            int dx = Place.x(from[i]) - Place.x(from[anchor]);
            int dy = Place.y(from[i]) - Place.y(from[anchor]);
            double x = cos * dx - sin * dy - (Place.x(to[i]) - Place.x(to[anchor]));
            double y = sin * dx + cos * dy - (Place.y(to[i]) - Place.y(to[anchor]));
            double reach = PLACE_TOLERANCE + RELATIVE_TOLERANCE * factor * Math.sqrt((double) dx * dx + dy * dy);
            // One vote a feature of the query and one a spot of 8 x 8 on the original's frame.
            int spot = Place.x(from[i]) >>> 3 << 5 | Place.y(from[i]) >>> 3;
            if (x * x + y * y <= reach * reach
                    && hits.feature(matches[i]) != feature
                    && (usedFrom[spot >>> 6] & 1L << spot) == 0) {
                feature = hits.feature(matches[i]);
                usedFrom[spot >>> 6] |= 1L << spot;
                agreeing++;
                sum += worth[i];
            }
        }
        return agreeing >= MIN_AGREEING ? sum : 0;
    }
}
