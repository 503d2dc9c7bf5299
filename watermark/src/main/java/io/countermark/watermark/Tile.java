package io.countermark.watermark;

/**
 * The 128 x 128 pattern that is repeated over the normalised frame: unit standard deviation, zero mean.
 *
 * <p>Sample (x, y) = the real part of the sum over harmonics of {@code F e^(2 pi i (kx x + ky y) / 128)}. A pilot's F is 3.6 times the
 * unit phasor of its phase; a payload harmonic's F has {@code c s / sqrt 2} as real and imaginary part, c = 1 for a coded 0 and -1 for
 * a coded 1, s the dimension's sign.
 */
final class Tile {

    private Tile() {}

    /** Row after row. */
    static float[] of(Constellation constellation, boolean[] word) {
        int side = Constellation.TILE;
        float[] re = new float[side * side];
        float[] im = new float[side * side];
        float part = (float) Math.sqrt(0.5);
        for (int i = 0; i < constellation.carriers(); i++) {
            int at = index(constellation.carrierX(i), constellation.carrierY(i));
            re[at] = part * dimension(constellation, word, 2 * i);
            im[at] = part * dimension(constellation, word, 2 * i + 1);
        }
        for (int i = 0; i < Constellation.PILOTS; i++) {
            int at = index(constellation.pilotX(i), constellation.pilotY(i));
            re[at] = (float) (Constellation.PILOT_AMPLITUDE * Math.cos(constellation.pilotPhase(i)));
            im[at] = (float) (Constellation.PILOT_AMPLITUDE * Math.sin(constellation.pilotPhase(i)));
        }
        Fourier.inverse(re, im);
        return normalised(re);
    }

    /** 1 or -1: what the code word writes into a dimension. */
    static float dimension(Constellation constellation, boolean[] word, int dimension) {
        float sign = constellation.sign(dimension);
        return word[constellation.codedBit(dimension)] ? -sign : sign;
    }

    private static int index(int x, int y) {
        int mask = Constellation.TILE - 1;
        return (y & mask) * Constellation.TILE + (x & mask);
    }

    private static float[] normalised(float[] tile) {
        double energy = 0;
        for (float value : tile) {
            energy += value * value;
        }
        float scale = (float) (1 / Math.sqrt(energy / tile.length));
        for (int i = 0; i < tile.length; i++) {
            tile[i] *= scale;
        }
        return tile;
    }
}
