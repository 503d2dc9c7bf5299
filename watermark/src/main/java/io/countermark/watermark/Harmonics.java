package io.countermark.watermark;

/**
 * The complex amplitudes of a picture at the harmonics of a constellation, turned so that the tile starts at (0, 0).
 *
 * @param pilotRe   one for each pilot
 * @param pilotIm   one for each pilot
 * @param carrierRe one for each payload harmonic
 * @param carrierIm one for each payload harmonic
 */
record Harmonics(float[] pilotRe, float[] pilotIm, float[] carrierRe, float[] carrierIm) {

    static Harmonics allocate(Constellation constellation) {
        int carriers = constellation.carriers();
        return new Harmonics(
                new float[Constellation.PILOTS],
                new float[Constellation.PILOTS],
                new float[carriers],
                new float[carriers]);
    }

    /** Of a plane that lies in the normalised frame: all tiles are summed first, so that only what repeats remains. */
    static Harmonics folded(FloatPlane plane, Constellation constellation) {
        int side = Constellation.TILE;
        float[] re = new float[side * side];
        for (int y = 0; y < plane.height(); y++) {
            int row = y % side * side;
            int from = y * plane.width();
            for (int x = 0; x < plane.width(); x++) {
                re[row + x % side] += plane.values()[from + x];
            }
        }
        float[] im = new float[side * side];
        Fourier.inverse(re, im);
        Harmonics harmonics = allocate(constellation);
        for (int i = 0; i < Constellation.PILOTS; i++) {
            int at = index(constellation.pilotX(i), constellation.pilotY(i));
            harmonics.pilotRe[i] = re[at];
            harmonics.pilotIm[i] = -im[at];
        }
        for (int i = 0; i < constellation.carriers(); i++) {
            int at = index(constellation.carrierX(i), constellation.carrierY(i));
            harmonics.carrierRe[i] = re[at];
            harmonics.carrierIm[i] = -im[at];
        }
        return harmonics;
    }

    /** Adds another view of the same mark, for example of another window. */
    void add(Harmonics other, float weight) {
        add(pilotRe, other.pilotRe, weight);
        add(pilotIm, other.pilotIm, weight);
        add(carrierRe, other.carrierRe, weight);
        add(carrierIm, other.carrierIm, weight);
    }

    private static void add(float[] to, float[] from, float weight) {
        for (int i = 0; i < to.length; i++) {
            to[i] += weight * from[i];
        }
    }

    private static int index(int x, int y) {
        int mask = Constellation.TILE - 1;
        return (y & mask) * Constellation.TILE + (x & mask);
    }
}
