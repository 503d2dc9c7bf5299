package io.countermark.watermark;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The spectrum of a plane at any real frequency, after one transform: a non-uniform FFT of type 2 (Dutt and Rokhlin 1993) with
 * twofold oversampling and the "exponential of semicircle" kernel of width 4 (Barnett, Magland and af Klinteberg 2019), good to three
 * digits. With it a hypothesis of scale, angle, aspect and shear is tested by looking up the harmonics where it puts them; the
 * picture itself is never resampled.
 *
 * <p>{@code X(f) = sum over pixels u of x[u] e^(-2 pi i f (u - c))}, f in cycles per pixel, c the pixel (width / 2, height / 2).
 */
final class HarmonicSpectrum {

    private static final int TAPS = 4;
    private static final double BETA = 2.30 * TAPS;
    private static final int STEPS = 512;
    private static final float[] KERNEL = kernel();

    private final int columns;
    private final int rows;
    /** Real and imaginary part in turn; frequency (0, 0) first, negative frequencies in the upper half. */
    private final float[] grid;

    HarmonicSpectrum(FloatPlane plane) {
        this.columns = evenDftSize(2 * plane.width());
        this.rows = evenDftSize(2 * plane.height());
        this.grid = new float[2 * columns * rows];
        float[] acrossX = correction(plane.width(), columns);
        float[] acrossY = correction(plane.height(), rows);
        float[] padded = new float[columns * rows];
        for (int y = 0; y < plane.height(); y++) {
            int to = Math.floorMod(y - plane.height() / 2, rows) * columns;
            for (int x = 0; x < plane.width(); x++) {
                int column = x - plane.width() / 2;
                padded[to + (column < 0 ? column + columns : column)] =
                        plane.values()[y * plane.width() + x] * acrossX[x] * acrossY[y];
            }
        }
        try (PointerScope scope = new PointerScope()) {
            Mat spectrum = new Mat();
            opencv_core.dft(new FloatPlane(columns, rows, padded).toMat(), spectrum, opencv_core.DFT_COMPLEX_OUTPUT, 0);
            spectrum.<FloatBuffer>createBuffer().get(grid);
        }
    }

    /** In frequency bins; bin j is j / columns cycles per pixel. */
    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** |X|^2 at a bin, negative bins welcome. */
    float energy(int column, int row) {
        int at = 2 * ((row < 0 ? row + rows : row) * columns + (column < 0 ? column + columns : column));
        return grid[at] * grid[at] + grid[at + 1] * grid[at + 1];
    }

    /** X at a frequency within (-0.5, 0.5) squared; real part to {@code out[0]}, imaginary to {@code out[1]}. */
    void at(double fx, double fy, float[] out) {
        double x = fx * columns;
        double y = fy * rows;
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        int kx = TAPS * (int) ((x - left) * STEPS);
        int ky = TAPS * (int) ((y - top) * STEPS);
        float re = 0;
        float im = 0;
        for (int j = 0; j < TAPS; j++) {
            int row = Math.floorMod(top - 1 + j, rows) * columns;
            float rowRe = 0;
            float rowIm = 0;
            for (int i = 0; i < TAPS; i++) {
                int column = left - 1 + i;
                int at = 2 * (row + (column < 0 ? column + columns : column >= columns ? column - columns : column));
                rowRe += KERNEL[kx + i] * grid[at];
                rowIm += KERNEL[kx + i] * grid[at + 1];
            }
            re += KERNEL[ky + j] * rowRe;
            im += KERNEL[ky + j] * rowIm;
        }
        out[0] = re;
        out[1] = im;
    }

    private static int evenDftSize(int least) {
        int size = opencv_core.getOptimalDFTSize(least);
        while (size % 2 != 0) {
            size = opencv_core.getOptimalDFTSize(size + 1);
        }
        return size;
    }

    private static double kernel(double t) {
        double z = 2 * t / TAPS;
        return Math.abs(z) >= 1 ? 0 : Math.exp(BETA * (Math.sqrt(1 - z * z) - 1));
    }

    private static float[] kernel() {
        float[] table = new float[STEPS * TAPS];
        for (int step = 0; step < STEPS; step++) {
            double fraction = (step + 0.5) / STEPS;
            for (int i = 0; i < TAPS; i++) {
                table[step * TAPS + i] = (float) kernel(fraction + 1 - i);
            }
        }
        return table;
    }

    /** One over the kernel's own transform at each pixel. */
    private static float[] correction(int length, int bins) {
        float[] correction = new float[length];
        int points = 64;
        for (int n = 0; n < length; n++) {
            double sum = 0;
            for (int i = 0; i < points; i++) {
                double t = (i + 0.5) / points * (TAPS / 2.0);
                sum += 2 * kernel(t) * Math.cos(2 * Math.PI * t * (n - length / 2) / bins);
            }
            correction[n] = (float) (points / (sum * (TAPS / 2.0)));
        }
        return correction;
    }
}
