package io.countermark.imaging;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Converts colours to sRGB by a curve per channel, a matrix, and sRGB's own curve (ICC.1:2022, annex F.3). Works in place,
 * row by row. Colours outside of sRGB are clipped per channel, which is what the relative colorimetric intent of the usual
 * engines does with such profiles.
 */
final class MatrixShaper {

    /**
     * Steps of linear light in the table back to eight bit. sRGB is steepest at black, 12.92 * 255 = 3,295 levels to 1, so
     * a step is at most a fifth of a level.
     */
    private static final int STEPS8 = 16_384;

    private static final int STEPS16 = 65_536;

    private final ToneCurve red;
    private final ToneCurve green;
    private final ToneCurve blue;
    private final float[] matrix = new float[9];

    /** @param matrix from linear light in the picture's primaries to linear sRGB */
    MatrixShaper(ToneCurve red, ToneCurve green, ToneCurve blue, Matrix3 matrix) {
        this.red = red;
        this.green = green;
        this.blue = blue;
        for (int i = 0; i < 9; i++) {
            this.matrix[i] = (float) matrix.m()[i];
        }
    }

    /** Whether this changes no eight-bit gray and mixes no channels: the profile is sRGB itself. */
    static boolean isIdentity(ToneCurve red, ToneCurve green, ToneCurve blue, Matrix3 matrix) {
        // Profiles of sRGB differ by rounding and adaptation in the fourth digit; a thousandth is a quarter of a level.
        if (!matrix.isIdentity(0.001)) {
            return false;
        }
        for (int v = 0; v < 256; v++) {
            for (ToneCurve curve : new ToneCurve[] {red, green, blue}) {
                if (Math.abs(encoded(curve.linear(v / 255.0)) * 255 - v) > 0.5) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Converts a picture with three colour channels in place; alpha is kept. */
    void apply(Picture picture) {
        if (picture.format().bytesPerSample() == 1) {
            apply8(picture);
        } else {
            apply16(picture);
        }
    }

    private void apply8(Picture picture) {
        float[] r = table(red, 256);
        float[] g = table(green, 256);
        float[] b = table(blue, 256);
        byte[] back = new byte[STEPS8 + 1];
        for (int i = 0; i <= STEPS8; i++) {
            back[i] = (byte) Math.round(encoded(i / (double) STEPS8) * 255);
        }
        int channels = picture.format().channels();
        byte[] row = new byte[picture.width() * channels];
        MemorySegment samples = picture.samples();
        for (int y = 0; y < picture.height(); y++) {
            MemorySegment.copy(samples, ValueLayout.JAVA_BYTE, (long) y * row.length, row, 0, row.length);
            convertRow(row, channels, r, g, b, back);
            MemorySegment.copy(row, 0, samples, ValueLayout.JAVA_BYTE, (long) y * row.length, row.length);
        }
    }

    private void convertRow(byte[] row, int channels, float[] r, float[] g, float[] b, byte[] back) {
        float m0 = matrix[0], m1 = matrix[1], m2 = matrix[2];
        float m3 = matrix[3], m4 = matrix[4], m5 = matrix[5];
        float m6 = matrix[6], m7 = matrix[7], m8 = matrix[8];
        for (int i = 0; i < row.length; i += channels) {
            float lb = b[row[i] & 0xFF];
            float lg = g[row[i + 1] & 0xFF];
            float lr = r[row[i + 2] & 0xFF];
            row[i] = back[index(m6 * lr + m7 * lg + m8 * lb, STEPS8)];
            row[i + 1] = back[index(m3 * lr + m4 * lg + m5 * lb, STEPS8)];
            row[i + 2] = back[index(m0 * lr + m1 * lg + m2 * lb, STEPS8)];
        }
    }

    private void apply16(Picture picture) {
        float[] r = table(red, 65_536);
        float[] g = table(green, 65_536);
        float[] b = table(blue, 65_536);
        float[] back = new float[STEPS16 + 2];
        for (int i = 0; i < back.length; i++) {
            back[i] = (float) (encoded(Math.min(1, i / (double) STEPS16)) * 65_535);
        }
        int channels = picture.format().channels();
        short[] row = new short[picture.width() * channels];
        MemorySegment samples = picture.samples();
        for (int y = 0; y < picture.height(); y++) {
            long at = 2L * y * row.length;
            MemorySegment.copy(samples, ValueLayout.JAVA_SHORT, at, row, 0, row.length);
            for (int i = 0; i < row.length; i += channels) {
                float lb = b[row[i] & 0xFFFF];
                float lg = g[row[i + 1] & 0xFFFF];
                float lr = r[row[i + 2] & 0xFFFF];
                for (int c = 0; c < 3; c++) {
                    row[i + 2 - c] =
                            between(back, matrix[3 * c] * lr + matrix[3 * c + 1] * lg + matrix[3 * c + 2] * lb);
                }
            }
            MemorySegment.copy(row, 0, samples, ValueLayout.JAVA_SHORT, at, row.length);
        }
    }

    /** Near black one step of the table is 13 levels of 16 bit, so the table is interpolated. */
    private static short between(float[] back, float linear) {
        float position = Math.max(0, Math.min(1, linear)) * STEPS16;
        int index = (int) position;
        float fraction = position - index;
        return (short) Math.round(back[index] + fraction * (back[index + 1] - back[index]));
    }

    private static int index(float linear, int steps) {
        int index = (int) (linear * steps + 0.5f);
        return Math.max(0, Math.min(steps, index));
    }

    private static float[] table(ToneCurve curve, int size) {
        float[] table = new float[size];
        for (int i = 0; i < size; i++) {
            table[i] = (float) Math.max(0, Math.min(1, curve.linear(i / (double) (size - 1))));
        }
        return table;
    }

    /** IEC 61966-2-1, from linear light to the encoded value, both 0 to 1. */
    static double encoded(double linear) {
        double v = Math.max(0, Math.min(1, linear));
        return v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
    }
}
