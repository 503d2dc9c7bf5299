package io.countermark.fingerprint.index;

import io.countermark.fingerprint.LocalFeatures;
import java.util.Arrays;
import java.util.Random;

/**
 * Makes a {@link Vocabulary} from descriptors: k-majority (C. Grana et al., A Fast Approach for Integrating ORB Descriptors in the Bag
 * of Words Model, SPIE 2013) on two levels, then the 64 bits that vary most inside of the words and follow each other least. The same
 * descriptors in the same order give the same vocabulary.
 */
public final class VocabularyTraining {

    private static final int LONGS = LocalFeatures.WORDS;
    private static final int BITS = LONGS * Long.SIZE;
    private static final int ROUNDS = 8;
    /** Descriptors on which bits are compared. */
    private static final int SAMPLE = 60_000;
    /** How much a bit's correlation with the closest bit taken counts against its own variance. */
    private static final double CORRELATION = 1.0;

    private final long[] descriptors;
    private final Random random = new Random(20_261_125);

    /** @param descriptors four words of 64 bits each; at least 65,536 of them */
    public VocabularyTraining(long[] descriptors) {
        if (descriptors.length < Vocabulary.WORDS * LONGS) {
            throw new IllegalArgumentException(
                    "A vocabulary needs 65,536 descriptors or more, got " + descriptors.length / LONGS);
        }
        this.descriptors = descriptors;
    }

    /** Takes about 20 seconds for half a million descriptors on one core. */
    public Vocabulary train() {
        int count = descriptors.length / LONGS;
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        long[] branches = new long[Vocabulary.BRANCHES * LONGS];
        int[] branchOf = cluster(all, branches, 0);
        long[] leaves = new long[Vocabulary.WORDS * LONGS];
        int[] wordOf = new int[count];
        for (int branch = 0; branch < Vocabulary.BRANCHES; branch++) {
            int wanted = branch;
            int[] members =
                    Arrays.stream(all).filter(i -> branchOf[i] == wanted).toArray();
            int[] leafOf = cluster(members, leaves, branch * Vocabulary.LEAVES);
            for (int i = 0; i < members.length; i++) {
                wordOf[members[i]] = branch * Vocabulary.LEAVES + leafOf[i];
            }
        }
        return Vocabulary.of(positions(leaves, wordOf), branches, leaves);
    }

    /** Writes 256 centres from {@code first} on; returns each member's centre, 0 to 255. */
    private int[] cluster(int[] members, long[] centres, int first) {
        seed(members, centres, first);
        int[] assigned = new int[members.length];
        for (int round = 0; round < ROUNDS; round++) {
            int[][] ones = new int[256][BITS];
            int[] sizes = new int[256];
            for (int m = 0; m < members.length; m++) {
                int centre = Vocabulary.nearest(centres, first, 256, descriptors, members[m] * LONGS);
                assigned[m] = centre;
                sizes[centre]++;
                if (round < ROUNDS - 1) {
                    count(ones[centre], members[m] * LONGS);
                }
            }
            if (round < ROUNDS - 1) {
                for (int centre = 0; centre < 256; centre++) {
                    if (sizes[centre] > 0) {
                        majority(ones[centre], sizes[centre], centres, (first + centre) * LONGS);
                    }
                }
            }
        }
        return assigned;
    }

    /** Members without repetition as far as they go; past that, flipped ones, so that no two centres are the same. */
    private void seed(int[] members, long[] centres, int first) {
        int[] shuffled = members.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swapped;
        }
        for (int centre = 0; centre < 256; centre++) {
            for (int k = 0; k < LONGS; k++) {
                long flips = random.nextLong();
                flips &= random.nextLong();
                long bits = shuffled.length == 0
                        ? random.nextLong()
                        : descriptors[shuffled[centre % shuffled.length] * LONGS + k];
                boolean repeated = centre >= shuffled.length;
                centres[(first + centre) * LONGS + k] = repeated ? bits ^ flips : bits;
            }
        }
    }

    private void count(int[] ones, int offset) {
        for (int k = 0; k < LONGS; k++) {
            for (long bits = descriptors[offset + k]; bits != 0; bits &= bits - 1) {
                ones[k * 64 + Long.numberOfLeadingZeros(Long.lowestOneBit(bits))]++;
            }
        }
    }

    private static void majority(int[] ones, int size, long[] centres, int at) {
        for (int k = 0; k < LONGS; k++) {
            long bits = 0;
            for (int bit = 0; bit < 64; bit++) {
                bits = bits << 1 | (2 * ones[k * 64 + bit] > size ? 1 : 0);
            }
            centres[at + k] = bits;
        }
    }

    /** Greedy: the bit that differs from its word's centre most evenly, less what the bits taken before already tell. */
    private byte[] positions(long[] leaves, int[] wordOf) {
        int step = Math.max(1, wordOf.length / SAMPLE);
        int sampled = (wordOf.length + step - 1) / step;
        long[][] columns = new long[BITS][(sampled + 63) / 64];
        for (int s = 0; s < sampled; s++) {
            int i = s * step;
            for (int bit = 0; bit < BITS; bit++) {
                long differs = descriptors[i * LONGS + bit / 64] ^ leaves[wordOf[i] * LONGS + bit / 64];
                columns[bit][s / 64] |= (differs >>> (63 - bit % 64) & 1) << (s % 64);
            }
        }
        double[] penalty = new double[BITS];
        boolean[] taken = new boolean[BITS];
        for (int n = 0; n < Vocabulary.SIGNATURE_BITS; n++) {
            int best = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int bit = 0; bit < BITS; bit++) {
                double share = ones(columns[bit]) / (double) sampled;
                double worth = 4 * share * (1 - share) - CORRELATION * penalty[bit];
                if (!taken[bit] && worth > most) {
                    most = worth;
                    best = bit;
                }
            }
            taken[best] = true;
            for (int bit = 0; bit < BITS; bit++) {
                penalty[bit] = Math.max(penalty[bit], correlation(columns[best], columns[bit], sampled));
            }
        }
        return ascending(taken);
    }

    private static byte[] ascending(boolean[] taken) {
        byte[] positions = new byte[Vocabulary.SIGNATURE_BITS];
        for (int bit = 0, n = 0; bit < BITS; bit++) {
            if (taken[bit]) {
                positions[n++] = (byte) bit;
            }
        }
        return positions;
    }

    private static double correlation(long[] a, long[] b, int count) {
        int both = 0;
        for (int i = 0; i < a.length; i++) {
            both += Long.bitCount(a[i] & b[i]);
        }
        double p = ones(a) / (double) count;
        double q = ones(b) / (double) count;
        double variance = p * (1 - p) * q * (1 - q);
        return variance == 0 ? 0 : Math.abs(both / (double) count - p * q) / Math.sqrt(variance);
    }

    private static int ones(long[] column) {
        int ones = 0;
        for (long bits : column) {
            ones += Long.bitCount(bits);
        }
        return ones;
    }
}
