package io.countermark.imaging;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Gives a gray picture sRGB's curve in place of its own (ICC.1:2022, annex F.2). */
final class GrayShaper {

    private GrayShaper() {}

    /** Converts in place; whether any sample value has changed its meaning. */
    static boolean apply(Picture picture, ToneCurve curve) {
        int values = picture.format().bytesPerSample() == 1 ? 256 : 65_536;
        short[] table = new short[values];
        boolean changes = false;
        for (int v = 0; v < values; v++) {
            double gray = v / (values - 1.0);
            table[v] = (short) Math.round(MatrixShaper.encoded(curve.linear(gray)) * (values - 1));
            changes |= Math.abs(MatrixShaper.encoded(curve.linear(gray)) - gray) * 255 > 0.5;
        }
        if (changes) {
            MemorySegment samples = picture.samples();
            for (int y = 0; y < picture.height(); y++) {
                if (values == 256) {
                    row8(samples, y, picture.width(), table);
                } else {
                    row16(samples, y, picture.width(), table);
                }
            }
        }
        return changes;
    }

    private static void row8(MemorySegment samples, int y, int width, short[] table) {
        byte[] row = new byte[width];
        MemorySegment.copy(samples, ValueLayout.JAVA_BYTE, (long) y * width, row, 0, width);
        for (int x = 0; x < width; x++) {
            row[x] = (byte) table[row[x] & 0xFF];
        }
        MemorySegment.copy(row, 0, samples, ValueLayout.JAVA_BYTE, (long) y * width, width);
    }

    private static void row16(MemorySegment samples, int y, int width, short[] table) {
        short[] row = new short[width];
        MemorySegment.copy(samples, ValueLayout.JAVA_SHORT, 2L * y * width, row, 0, width);
        for (int x = 0; x < width; x++) {
            row[x] = table[row[x] & 0xFFFF];
        }
        MemorySegment.copy(row, 0, samples, ValueLayout.JAVA_SHORT, 2L * y * width, width);
    }
}
