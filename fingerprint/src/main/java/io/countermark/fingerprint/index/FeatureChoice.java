package io.countermark.fingerprint.index;

import io.countermark.fingerprint.LocalFeatures;
import java.util.Arrays;

/**
 * Which features of a picture the index keeps: cells of an 8 x 8 grid take turns, so that every part of the picture can be found,
 * each giving its largest features first, since they survive scaling down.
 */
final class FeatureChoice {

    private static final int CELLS = 8;

    private FeatureChoice() {}

    /** Numbers of at most {@code limit} features, ascending. */
    static int[] of(LocalFeatures features, int limit) {
        int count = features.count();
        if (count <= limit) {
            int[] all = new int[count];
            Arrays.setAll(all, i -> i);
            return all;
        }
        long[] ranked = new long[count];
        int[] taken = new int[CELLS * CELLS];
        long[] bySize = new long[count];
        Arrays.setAll(bySize, i -> (long) (1e6 - features.size()[i] * 16) << 32 | i);
        Arrays.sort(bySize);
        for (int n = 0; n < count; n++) {
            int i = (int) bySize[n];
            int column = Math.min(CELLS - 1, (int) (features.x()[i] * CELLS / features.width()));
            int row = Math.min(CELLS - 1, (int) (features.y()[i] * CELLS / features.height()));
            ranked[n] = (long) taken[row * CELLS + column]++ << 32 | i;
        }
        Arrays.sort(ranked);
        int[] kept = new int[limit];
        Arrays.setAll(kept, n -> (int) ranked[n]);
        Arrays.sort(kept);
        return kept;
    }
}
