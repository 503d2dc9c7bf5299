package io.countermark.fingerprint;

import java.util.Arrays;

/**
 * The second half of PDQ: 16 x 16 low frequencies of a 64 x 64 luma picture (DCT-II, rows and columns 1 to 16, no constant
 * term), from which a hash for each symmetry of the square is read off without touching pixels again: a flip negates every other
 * row or column of the spectrum, a transposition transposes it.
 *
 * @see <a href="https://github.com/facebook/ThreatExchange/blob/main/hashing/hashing.pdf">PDQ and TMK + PDQF, Facebook, 2019</a>
 */
final class PdqSpectrum {

    private static final int SIDE = 16;
    private static final int CELLS = JaroszDownsampler.SIDE;
    private static final float[] BASIS = basis();

    /** Row-major, vertical frequency first. */
    private final float[] coefficients;

    private PdqSpectrum(float[] coefficients) {
        this.coefficients = coefficients;
    }

    /** Of 64 x 64 row-major luma. Sums in single precision, index ascending, as the reference does. */
    static PdqSpectrum of(float[] cells) {
        float[] vertical = new float[SIDE * CELLS];
        for (int i = 0; i < SIDE; i++) {
            for (int k = 0; k < CELLS; k++) {
                float weight = BASIS[i * CELLS + k];
                for (int j = 0; j < CELLS; j++) {
                    vertical[i * CELLS + j] += weight * cells[k * CELLS + j];
                }
            }
        }
        float[] coefficients = new float[SIDE * SIDE];
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                float sum = 0f;
                for (int k = 0; k < CELLS; k++) {
                    sum += vertical[i * CELLS + k] * BASIS[j * CELLS + k];
                }
                coefficients[i * SIDE + j] = sum;
            }
        }
        return new PdqSpectrum(coefficients);
    }

    /** The hash of the picture after {@code form}: one bit a coefficient, set when above the lower median. */
    PdqHash hash(Dihedral form) {
        float[] turned = turned(form);
        float[] sorted = turned.clone();
        Arrays.sort(sorted);
        float median = sorted[sorted.length / 2 - 1];
        long[] words = new long[4];
        for (int bit = 0; bit < turned.length; bit++) {
            if (turned[bit] > median) {
                words[3 - (bit >> 6)] |= 1L << (bit & 63);
            }
        }
        return new PdqHash(words[0], words[1], words[2], words[3]);
    }

    /** The spectrum of the picture after {@code form}. Row {@code i} here is frequency {@code i + 1}: even rows are odd functions. */
    private float[] turned(Dihedral form) {
        float[] turned = new float[SIDE * SIDE];
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                float value = coefficients[i * SIDE + j];
                boolean evenRow = (i & 1) == 0;
                boolean evenColumn = (j & 1) == 0;
                switch (form) {
                    case ORIGINAL -> turned[i * SIDE + j] = value;
                    case ROTATE_90 -> turned[j * SIDE + i] = evenColumn ? -value : value;
                    case ROTATE_180 -> turned[i * SIDE + j] = evenRow == evenColumn ? value : -value;
                    case ROTATE_270 -> turned[j * SIDE + i] = evenRow ? -value : value;
                    case FLIP_X -> turned[i * SIDE + j] = evenRow ? -value : value;
                    case FLIP_Y -> turned[i * SIDE + j] = evenColumn ? -value : value;
                    case FLIP_PLUS_1 -> turned[j * SIDE + i] = value;
                    case FLIP_MINUS_1 -> turned[j * SIDE + i] = evenRow == evenColumn ? value : -value;
                }
            }
        }
        return turned;
    }

    /**
     * How much there is to hash, 0 to 100: the sum of neighbour differences of the 64 x 64 luma, each in whole percent of the range, over
     * 90. The constants are PDQ's.
     */
    static int quality(float[] cells) {
        int sum = 0;
        for (int i = 0; i < CELLS; i++) {
            for (int j = 0; j < CELLS; j++) {
                float here = cells[i * CELLS + j];
                if (i + 1 < CELLS) {
                    sum += percent(here, cells[(i + 1) * CELLS + j]);
                }
                if (j + 1 < CELLS) {
                    sum += percent(here, cells[i * CELLS + j + 1]);
                }
            }
        }
        return Math.min(100, sum / 90);
    }

    private static int percent(float a, float b) {
        return Math.abs((int) (((a - b) * 100) / 255));
    }

    private static float[] basis() {
        float scale = (float) Math.sqrt(2.0 / CELLS);
        float[] basis = new float[SIDE * CELLS];
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < CELLS; j++) {
                basis[i * CELLS + j] = (float) (scale * Math.cos(Math.PI / 2.0 / CELLS * (i + 1) * (2 * j + 1)));
            }
        }
        return basis;
    }
}
