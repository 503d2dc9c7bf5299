package io.countermark.watermark;

/**
 * What is left of a suspect when everything the original explains is taken away: a local gain and offset (brightness, contrast and
 * gamma are locally linear) of the original, blurred as the suspect is. The rest is weighted by the expected mark over the local noise.
 */
final class HostSubtraction {

    private static final double[] BLURS = {0, 0.5, 0.8, 1.2, 1.7, 2.4};
    private static final double WINDOW = 12;
    private static final float CLIP = 3;

    private HostSubtraction() {}

    /**
     * @param original in its frame
     * @param seen     the suspect warped into that frame
     * @param covered  1 where the suspect covers the frame, 0 elsewhere
     * @param mask     strength of the mark as written
     */
    static FloatPlane residual(FloatPlane original, FloatPlane seen, FloatPlane covered, FloatPlane mask) {
        FloatPlane weight = covered.smooth(WINDOW);
        FloatPlane seenMean = mean(seen, covered, weight);
        FloatPlane best = covered;
        double least = Double.POSITIVE_INFINITY;
        for (double blur : BLURS) {
            FloatPlane host = blur == 0 ? original : original.gaussian(blur);
            FloatPlane error = error(host, seen, seenMean, covered, weight);
            double sum = 0;
            for (float value : error.values()) {
                sum += Math.abs(value);
            }
            if (sum >= least) {
                break; // the error falls, then rises with the blur
            }
            least = sum;
            best = error;
        }
        return matched(best, covered, mask);
    }

    private static FloatPlane mean(FloatPlane plane, FloatPlane covered, FloatPlane weight) {
        FloatPlane mean = plane.times(covered).smooth(WINDOW);
        for (int i = 0; i < mean.values().length; i++) {
            mean.values()[i] /= weight.values()[i] + 1e-6f;
        }
        return mean;
    }

    private static FloatPlane error(
            FloatPlane host, FloatPlane seen, FloatPlane seenMean, FloatPlane covered, FloatPlane weight) {
        FloatPlane hostMean = mean(host, covered, weight);
        FloatPlane product = mean(host.times(seen), covered, weight);
        FloatPlane square = mean(host.squared(), covered, weight);
        FloatPlane error = new FloatPlane(host.width(), host.height());
        for (int i = 0; i < error.values().length; i++) {
            float mean = hostMean.values()[i];
            float covariance = product.values()[i] - mean * seenMean.values()[i];
            float variance = square.values()[i] - mean * mean;
            float gain = Math.clamp(covariance / (variance + 2), 0.2f, 3);
            error.values()[i] =
                    (seen.values()[i] - seenMean.values()[i] - gain * (host.values()[i] - mean)) * covered.values()[i];
        }
        return error;
    }

    private static FloatPlane matched(FloatPlane error, FloatPlane covered, FloatPlane mask) {
        FloatPlane low = error.gaussian(6);
        FloatPlane high = new FloatPlane(error.width(), error.height());
        for (int i = 0; i < high.values().length; i++) {
            high.values()[i] = error.values()[i] - low.values()[i];
        }
        FloatPlane power = high.squared().smooth(10);
        for (int i = 0; i < high.values().length; i++) {
            float noise = (float) Math.sqrt(Math.max(power.values()[i], 0)) + 0.7f;
            float limited = Math.clamp(high.values()[i] / noise, -CLIP, CLIP);
            high.values()[i] = limited * mask.values()[i] / noise * covered.values()[i];
        }
        return high;
    }
}
