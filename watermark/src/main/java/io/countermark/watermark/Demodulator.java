package io.countermark.watermark;

import java.util.List;

/**
 * From harmonics to a proven id or none.
 *
 * <p>The pilots tell how fast the channel fades towards high frequencies (a blur, a reduction); every dimension is weighted by that
 * gain over the power around its radius (matched filter), the dimensions of a coded bit are added and the code is decoded.
 *
 * <p><b>The bound.</b> For a code word {@code c} let {@code z = sum w y s c / sqrt(sum (w y)^2)} over all dimensions, with the
 * observation y, the weight w and the keyed sign s. The weights depend on magnitudes and pilots alone. For a picture made without the
 * key the signs are independent fair coins whatever the picture is, so Hoeffding's inequality (1963) gives
 * {@code P(z >= t) <= exp(-t^2 / 2)} for any fixed word, with no assumption on the picture. There are 2^64 short and 2^128 long words;
 * with n alignments tried the chance of any id at or above t is at most {@code n 2^64 exp(-t^2 / 2)}, or with 2^128. At the thresholds
 * of 12 and 15.25 and the most alignments a reading may try, {@value #MOST_TRIALS}, these are 2.6e-10 and 2.8e-10, and their sum is
 * the bound of a reading that looks for both. The CRC comes on top: it guards against a wrong word next to the
 * right one when the mark is there but too weak, at 2^-24 for each word of the list.
 */
final class Demodulator {

    /** Least correlation of an accepted short and long word. */
    private static final double SHORT_THRESHOLD = 12;

    private static final double LONG_THRESHOLD = 15.25;

    /** Bounds below this are not told apart; larger doubles keep all their digits. */
    static final double LEAST_BOUND = 1e-300;

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

    /** Least correlation of an accepted word. */
    static double threshold(MarkId.Length length) {
        return switch (length) {
            case BITS_64 -> SHORT_THRESHOLD;
            case BITS_128 -> LONG_THRESHOLD;
        };
    }

    /**
     * @param id      decoded, proven or not
     * @param checked CRC right
     * @param proven  CRC right and correlation at or above the threshold
     * @param z       correlation of the word with what was observed
     */
    record Word(MarkId id, boolean checked, boolean proven, double z) {}

    /**
     * How each harmonic is weighted: what a channel that fades with the frequency leaves of the mark, over the power there.
     *
     * @param gain   expected amplitude of each payload harmonic
     * @param weight by which it is multiplied
     */
    record Weighting(float[] gain, float[] weight) {}

    Weighting weighting(Harmonics harmonics) {
        float[] deviation = deviations(harmonics);
        double fade = fade(harmonics, deviation);
        float[] gain = new float[constellation.carriers()];
        float[] weight = new float[gain.length];
        for (int i = 0; i < gain.length; i++) {
            float radius = carrierRadius[i];
            float sigma = at(deviation, radius);
            gain[i] = (float) Math.exp(-fade * radius * radius);
            weight[i] = gain[i] / (sigma * sigma);
        }
        return new Weighting(gain, weight);
    }

    /** Observations by dimension, times sign and weight. */
    float[] soft(Harmonics harmonics) {
        return soft(harmonics, weighting(harmonics));
    }

    float[] soft(Harmonics harmonics, Weighting weighting) {
        float[] soft = new float[2 * constellation.carriers()];
        for (int i = 0; i < constellation.carriers(); i++) {
            float weight = weighting.weight[i];
            soft[2 * i] = weight * harmonics.carrierRe()[i] * constellation.sign(2 * i);
            soft[2 * i + 1] = weight * harmonics.carrierIm()[i] * constellation.sign(2 * i + 1);
        }
        return soft;
    }

    /** The proven word of either length; the likeliest short one when none is proven. */
    Word decode(Harmonics harmonics) {
        float[] soft = soft(harmonics);
        float[] llr = codedBits(soft);
        Word first = decode(soft, llr, MarkId.Length.BITS_64);
        if (first.proven) {
            return first;
        }
        Word second = decode(soft, llr, MarkId.Length.BITS_128);
        return second.proven ? second : first;
    }

    /** The likeliest word of one length. */
    Word decode(float[] soft, MarkId.Length length) {
        return decode(soft, codedBits(soft), length);
    }

    private Word decode(float[] soft, float[] llr, MarkId.Length length) {
        MarkCode.Decoded decoded = MarkCode.of(length).decode(llr);
        double z = correlation(soft, MarkCode.word(decoded.id()));
        boolean proven = decoded.checked() && z >= threshold(length);
        return new Word(constellation.id(decoded.id()), decoded.checked(), proven, z);
    }

    private float[] codedBits(float[] soft) {
        float[] llr = new float[PolarCode.LENGTH];
        for (int i = 0; i < soft.length; i++) {
            llr[constellation.codedBit(i)] += soft[i];
        }
        return llr;
    }

    /** Coded bits of which the observation says the opposite of the word. */
    int bitErrors(float[] soft, boolean[] word) {
        float[] llr = codedBits(soft);
        int errors = 0;
        for (int i = 0; i < llr.length; i++) {
            if (llr[i] < 0 != word[i]) {
                errors++;
            }
        }
        return errors;
    }

    /** z of a given word. */
    double correlation(float[] soft, boolean[] word) {
        return correlator(soft).with(word);
    }

    /** For the correlation of one observation with many words. */
    Correlator correlator(float[] soft) {
        double energy = 0;
        for (float value : soft) {
            energy += value * value;
        }
        return new Correlator(codedBits(soft), Math.sqrt(energy + 1e-30));
    }

    /**
     * @param codedBits what the observation says of each coded bit
     * @param norm      of the observation
     */
    record Correlator(float[] codedBits, double norm) {
        double with(boolean[] word) {
            double sum = 0;
            for (int i = 0; i < word.length; i++) {
                sum += word[i] ? -codedBits[i] : codedBits[i];
            }
            return sum / norm;
        }
    }

    /**
     * An observation taken apart.
     *
     * @param parts amplitude of each word
     * @param rest  what no word explains
     */
    record Explained(double[] parts, float[] rest) {}

    /** Takes the given words away together, by least squares. */
    Explained explain(float[] soft, Weighting weighting, List<boolean[]> words) {
        int count = words.size();
        double[][] equations = new double[count][count + 1];
        for (int d = 0; d < soft.length; d++) {
            double amplitude = weighting.weight[d / 2] * weighting.gain[d / 2];
            int bit = constellation.codedBit(d);
            for (int i = 0; i < count; i++) {
                double own = words.get(i)[bit] ? -amplitude : amplitude;
                for (int j = 0; j < count; j++) {
                    equations[i][j] += words.get(j)[bit] ? -own * amplitude : own * amplitude;
                }
                equations[i][count] += own * soft[d];
            }
        }
        double[] parts = solved(equations);
        float[] rest = soft.clone();
        for (int d = 0; d < soft.length; d++) {
            double amplitude = weighting.weight[d / 2] * weighting.gain[d / 2];
            for (int i = 0; i < count; i++) {
                boolean minus = words.get(i)[constellation.codedBit(d)];
                rest[d] -= (float) (minus ? -parts[i] * amplitude : parts[i] * amplitude);
            }
        }
        return new Explained(parts, rest);
    }

    /** Gaussian elimination; the matrix is symmetric and positive, so no row needs to move. */
    private static double[] solved(double[][] equations) {
        int count = equations.length;
        for (int i = 0; i < count; i++) {
            double pivot = equations[i][i] + 1e-30;
            for (int row = 0; row < count; row++) {
                double factor = row == i ? 0 : equations[row][i] / pivot;
                for (int column = i; column <= count; column++) {
                    equations[row][column] -= factor * equations[i][column];
                }
            }
        }
        double[] solution = new double[count];
        for (int i = 0; i < count; i++) {
            solution[i] = equations[i][count] / (equations[i][i] + 1e-30);
        }
        return solution;
    }

    /**
     * Upper bound of the chance of an id with this correlation after so many decodings, for a picture made without the key;
     * {@value #LEAST_BOUND} where it is smaller than that, as no proof is worth a zero.
     */
    static double bound(MarkId.Length length, double z, int trials) {
        return Math.clamp(trials * StrictMath.exp(length.bits() * StrictMath.log(2) - z * z / 2), LEAST_BOUND, 1);
    }

    /** The same when only so many ids can be meant. */
    static double boundAmong(int ids, double z, int trials) {
        return Math.clamp((double) trials * ids * StrictMath.exp(-z * z / 2), LEAST_BOUND, 1);
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
