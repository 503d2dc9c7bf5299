package io.countermark.watermark;

/**
 * How much a picture hides at each pixel of its frame: the standard deviation, in grey levels, at which the mark is just about not
 * noticeable. Texture hides more than flat areas, a lone hard edge less than its contrast says (Watson 1993; Wu et al. 2013); the
 * eye forgives more in the dark and the bright than in middle grey. Pure white is left alone, as marketplaces demand it of main
 * pictures.
 */
final class PerceptualMask {

    /** Luma at and above which nothing is written. */
    static final int WHITE = 253;

    /** Below this the mark does not survive rounding to 8 bit; such pixels do not count as carrier. */
    static final float LEAST = 0.02f;

    private static final double TEXTURE_SIGMA = 2;

    private PerceptualMask() {}

    /** @param luma of the frame, 0 to 255 */
    static FloatPlane of(FloatPlane luma) {
        FloatPlane mean = luma.gaussian(TEXTURE_SIGMA);
        FloatPlane square = luma.squared().gaussian(TEXTURE_SIGMA);
        FloatPlane deviation = new FloatPlane(luma.width(), luma.height());
        FloatPlane dark = new FloatPlane(luma.width(), luma.height());
        for (int i = 0; i < deviation.values().length; i++) {
            float m = mean.values()[i];
            deviation.values()[i] = (float) Math.sqrt(Math.max(square.values()[i] - m * m, 0));
            dark.values()[i] = luma.values()[i] < WHITE - 1 ? 1 : 0;
        }
        FloatPlane around = deviation.box(5);
        FloatPlane away = dark.gaussian(1);
        FloatPlane mask = new FloatPlane(luma.width(), luma.height());
        for (int i = 0; i < mask.values().length; i++) {
            float strength = strength(deviation.values()[i], around.values()[i], mean.values()[i]);
            float fade = Math.clamp(2 * away.values()[i] - 0.6f, 0, 1);
            mask.values()[i] = luma.values()[i] >= WHITE ? 0 : strength * fade;
        }
        return mask;
    }

    private static float strength(float deviation, float around, float mean) {
        float texture = Math.min(deviation, 1.3f * around + 0.5f);
        float visible = Math.min(0.9f + 0.30f * texture, 4.5f);
        return visible * (0.75f + 0.25f * Math.clamp(mean / 60, 0, 1) + 0.15f * Math.clamp((mean - 128) / 127, 0, 1));
    }

    /** The share of the frame that carries, 0 to 1. */
    static double share(FloatPlane mask) {
        int carrying = 0;
        for (float value : mask.values()) {
            if (value > LEAST) {
                carrying++;
            }
        }
        return (double) carrying / mask.values().length;
    }
}
