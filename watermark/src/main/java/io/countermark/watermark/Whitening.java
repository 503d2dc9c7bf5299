package io.countermark.watermark;

/**
 * Turns luma into something in which the mark stands out: high-pass, then division by the local deviation, so that no strong edge
 * drowns the many weak places; clipped, since what is left of edges has heavy tails.
 */
final class Whitening {

    private static final double HIGH_PASS = 3;
    private static final double LOCAL = 8;
    /** Longer side up to which both filters are narrower: pilots of a picture at half of 533 pixels are then found more surely. */
    private static final int SMALL = 400;

    private static final double SMALL_HIGH_PASS = 2;
    private static final double SMALL_LOCAL = 4;
    /** In grey levels; keeps the noise of flat areas from being blown up. */
    private static final float FLOOR = 0.35f;

    private static final float CLIP = 2.5f;

    private Whitening() {}

    static FloatPlane of(FloatPlane luma) {
        boolean small = Math.max(luma.width(), luma.height()) <= SMALL;
        FloatPlane low = luma.gaussian(small ? SMALL_HIGH_PASS : HIGH_PASS);
        FloatPlane high = new FloatPlane(luma.width(), luma.height());
        for (int i = 0; i < high.values().length; i++) {
            high.values()[i] = luma.values()[i] - low.values()[i];
        }
        FloatPlane power = high.squared().smooth(small ? SMALL_LOCAL : LOCAL);
        for (int i = 0; i < high.values().length; i++) {
            float deviation = (float) Math.sqrt(Math.max(power.values()[i], 0)) + FLOOR;
            high.values()[i] = Math.clamp(high.values()[i] / deviation, -CLIP, CLIP);
        }
        return high;
    }
}
