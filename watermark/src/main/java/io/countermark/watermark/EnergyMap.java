package io.countermark.watermark;

/**
 * Energy of a spectrum over its local mean, clipped: near 1 where there is only noise, higher on a line. The half plane of columns
 * {@code >= 0} is kept, since the energy at f and -f is the same. Energy rather than its logarithm, because a line in exponential
 * noise has a likelihood close to linear in its energy.
 */
final class EnergyMap {

    private static final int LOCAL = 41;
    private static final int MARGIN = LOCAL / 2 + 1;
    private static final float CLIP = 7;

    private final int columns;
    private final int rows;
    private final int stride;
    private final float[] lines;
    private final float[] pooled;

    EnergyMap(HarmonicSpectrum spectrum) {
        this.columns = spectrum.columns();
        this.rows = spectrum.rows();
        this.stride = columns / 2 + MARGIN;
        FloatPlane energy = new FloatPlane(stride, rows);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < stride; column++) {
                energy.values()[row * stride + column] = spectrum.energy(column - MARGIN, row - rows / 2);
            }
        }
        this.lines = overLocalMean(energy);
        this.pooled = pool(lines, stride, rows);
    }

    private static float[] overLocalMean(FloatPlane energy) {
        // In a small spectrum the pilots stand closer together; the window must not see several at once.
        int window = Math.clamp(energy.height() / 50 * 2 + 1, 11, LOCAL);
        FloatPlane local = energy.box(window);
        FloatPlane limited = new FloatPlane(energy.width(), energy.height());
        for (int i = 0; i < limited.values().length; i++) {
            limited.values()[i] = Math.min(energy.values()[i], 8 * local.values()[i]);
        }
        FloatPlane mean = limited.box(window);
        for (int i = 0; i < limited.values().length; i++) {
            limited.values()[i] = Math.min(energy.values()[i] / (mean.values()[i] + 1e-6f), CLIP);
        }
        return centred(limited.values());
    }

    private static float[] pool(float[] lines, int stride, int rows) {
        float[] across = lines.clone();
        for (int i = 1; i < lines.length - 1; i++) {
            across[i] = Math.max(lines[i], Math.max(lines[i - 1], lines[i + 1]));
        }
        float[] pooled = across.clone();
        for (int i = stride; i < (rows - 1) * stride; i++) {
            pooled[i] = Math.max(across[i], Math.max(across[i - stride], across[i + stride]));
        }
        return centred(pooled);
    }

    private static float[] centred(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        float mean = (float) (sum / values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] -= mean;
        }
        return values;
    }

    /** The longer side of the spectrum in bins. */
    int longSide() {
        return Math.max(columns, rows);
    }

    /**
     * Pilot energy of many scales at once: the mean over the pilots that lie below the Nyquist frequency, times the root of their
     * number, so that scales with different numbers compare.
     *
     * @param fx     pilot frequencies at scale 1, cycles per pixel
     * @param fy     the same for y
     * @param scales to try
     * @param wide   whether a line may be a bin off
     * @param scores the result, one for each scale
     */
    void score(double[] fx, double[] fy, double[] scales, boolean wide, float[] scores) {
        float[] map = wide ? pooled : lines;
        int pilots = fx.length;
        float[] x = new float[pilots];
        float[] y = new float[pilots];
        for (int i = 0; i < pilots; i++) {
            boolean turned = fx[i] < 0;
            x[i] = (float) ((turned ? -fx[i] : fx[i]) * columns);
            y[i] = (float) ((turned ? -fy[i] : fy[i]) * rows);
        }
        int right = columns / 2 - 2;
        int half = rows / 2 - 2;
        int middle = rows / 2;
        for (int s = 0; s < scales.length; s++) {
            float inverse = (float) (1 / scales[s]);
            float sum = 0;
            int seen = 0;
            for (int i = 0; i < pilots; i++) {
                int column = Math.round(x[i] * inverse);
                float row = y[i] * inverse;
                if (column < right && row > -half && row < half) {
                    sum += map[(middle + Math.round(row)) * stride + column + MARGIN];
                    seen++;
                }
            }
            scores[s] = sum / (float) Math.sqrt(Math.max(seen, 12));
        }
    }
}
