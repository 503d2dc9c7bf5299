package io.countermark.watermark;

/**
 * From harmonics to a proven id or none.
 *
 * <p>The pilots tell how fast the channel fades towards high frequencies (a blur, a reduction); every dimension is weighted by that
 * gain over the power around its radius (matched filter), the dimensions of a coded bit are added and the code is decoded.
 *
 * <p><b>The bound.</b> For a code word {@code c} let {@code z = sum w y s c / sqrt(sum (w y)^2)} over all dimensions, with the
 * observation y, the weight w and the keyed sign s. The weights depend on magnitudes and pilots alone. For a picture made without the
 * key the signs are independent fair coins whatever the picture is, so Hoeffding's inequality (1963) gives
 * {@code P(z >= t) <= exp(-t^2 / 2)} for any fixed word, with no assumption on the picture. There are 2^64 words; with n alignments
 * tried the chance of any id at or above t is at most {@code n 2^64 exp(-t^2 / 2)}. At the threshold of 12 and the most alignments a
 * reading may try, {@value #MOST_TRIALS}, this is 2.6e-10. The CRC comes on top: it guards against a wrong word next to the
 * right one when the mark is there but too weak, at 2^-24 for each word of the list.
 */
final class Demodulator {

    /** Least correlation of an accepted word. */
    static final double THRESHOLD = 12;

    /** Decodings one reading may do. */
    static final int MOST_TRIALS = 256;

    private static final double[] FADES = {0, 0.0004, 0.0008, 0.0012, 0.0018, 0.0026, 0.0036, 0.005, 0.008};

    private final Constellation constellation;
    private final float[] carrierRadius;
    private final float[] pilotRadius;

    Demodulator(Constellation constellation) {
        this.constellation = constellation;
        carrierRadius = new float[constellation.carriers()];
        for (int i = 0; i < carrierRadius.length; i++) {
            carrierRadius[i] = (float) Math.hypot(constellation.carrierX(i), constellation.carrierY(i));
        }
        pilotRadius = new float[Constellation.PILOTS];
        for (int i = 0; i < pilotRadius.length; i++) {
            pilotRadius[i] = (float) Math.hypot(constellation.pilotX(i), constellation.pilotY(i));
        }
    }

    /**
     * @param id     decoded, proven or not
     * @param proven CRC right and correlation at or above the threshold
     * @param z      correlation of the word with what was observed
     */
    record Word(long id, boolean proven, double z) {}

    /** Observations by dimension, times sign and weight. */
    float[] soft(Harmonics harmonics) {
        float[] deviation = deviations(harmonics);
        double fade = fade(harmonics, deviation);
        float[] soft = new float[2 * constellation.carriers()];
        for (int i = 0; i < constellation.carriers(); i++) {
            float radius = carrierRadius[i];
            float sigma = at(deviation, radius);
            float weight = (float) Math.exp(-fade * radius * radius) / (sigma * sigma);
            soft[2 * i] = weight * harmonics.carrierRe()[i] * constellation.sign(2 * i);
            soft[2 * i + 1] = weight * harmonics.carrierIm()[i] * constellation.sign(2 * i + 1);
        }
        return soft;
    }

    Word decode(Harmonics harmonics) {
        float[] soft = soft(harmonics);
        float[] llr = new float[PolarCode.LENGTH];
        for (int i = 0; i < soft.length; i++) {
            llr[constellation.codedBit(i)] += soft[i];
        }
        MarkCode.Decoded decoded = MarkCode.decode(llr);
        double z = correlation(soft, MarkCode.word(decoded.id()));
        return new Word(decoded.id(), decoded.checked() && z >= THRESHOLD, z);
    }

    /** z of a given word. */
    double correlation(float[] soft, boolean[] word) {
        double sum = 0;
        double energy = 0;
        for (int i = 0; i < soft.length; i++) {
            sum += word[constellation.codedBit(i)] ? -soft[i] : soft[i];
            energy += soft[i] * soft[i];
        }
        return sum / Math.sqrt(energy + 1e-30);
    }

    /** Upper bound of the chance of an id with this correlation after so many decodings, for a picture made without the key. */
    static double bound(double z, int trials) {
        return Math.min(1, trials * StrictMath.exp(Long.SIZE * StrictMath.log(2) - z * z / 2));
    }

    /** Root mean square of the payload harmonics by integer radius, smoothed over the neighbours. */
    private float[] deviations(Harmonics harmonics) {
        int length = Constellation.PAYLOAD_OUTER + 2;
        double[] power = new double[length];
        double[] count = new double[length];
        for (int i = 0; i < carrierRadius.length; i++) {
            float re = harmonics.carrierRe()[i];
            float im = harmonics.carrierIm()[i];
            int radius = Math.round(carrierRadius[i]);
            for (int r = Math.max(0, radius - 1); r <= Math.min(length - 1, radius + 1); r++) {
                double weight = r == radius ? 1 : 0.5;
                power[r] += weight * (re * re + im * im);
                count[r] += weight;
            }
        }
        float[] deviations = new float[length];
        for (int r = 0; r < length; r++) {
            deviations[r] = (float) Math.sqrt(power[r] / Math.max(count[r], 1e-9) + 1e-12);
        }
        return deviations;
    }

    private static float at(float[] byRadius, float radius) {
        return byRadius[Math.round(radius)];
    }

    /** The b of {@code exp(-b r^2)} that fits the pilots best as a matched filter. */
    private double fade(Harmonics harmonics, float[] deviation) {
        double best = Double.NEGATIVE_INFINITY;
        double chosen = 0;
        for (double fade : FADES) {
            double sum = 0;
            double energy = 0;
            for (int i = 0; i < Constellation.PILOTS; i++) {
                double phase = constellation.pilotPhase(i);
                double sigma = at(deviation, pilotRadius[i]);
                double seen =
                        (harmonics.pilotRe()[i] * Math.cos(phase) + harmonics.pilotIm()[i] * Math.sin(phase)) / sigma;
                double expected = Math.exp(-fade * pilotRadius[i] * pilotRadius[i]) / sigma;
                sum += seen * expected;
                energy += expected * expected;
            }
            double fit = sum / Math.sqrt(energy);
            if (fit > best) {
                best = fit;
                chosen = fade;
            }
        }
        return chosen;
    }
}
