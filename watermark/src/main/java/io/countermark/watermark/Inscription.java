package io.countermark.watermark;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A pattern written into a picture's own pixels.
 *
 * @param picture          the new picture
 * @param meanSquaredError over all colour samples, in levels of 8 bit squared
 */
record Inscription(Picture picture, double meanSquaredError) {

    /** Adds {@code strength * pattern}, brought to the picture's size, to every colour sample that is not pure white's. */
    static Inscription write(Picture picture, FloatPlane pattern, float strength) {
        FloatPlane delta = pattern.resize(picture.width(), picture.height());
        Picture marked = Picture.allocate(picture.width(), picture.height(), picture.format());
        double squares = picture.format().bytesPerSample() == 1
                ? write8(picture, delta.values(), strength, marked)
                : write16(picture, delta.values(), strength, marked);
        int colours = colours(picture.format());
        return new Inscription(marked, squares / ((double) picture.width() * picture.height() * colours));
    }

    private static int colours(PixelFormat format) {
        return Math.min(3, format.channels());
    }

    private static double write8(Picture from, float[] delta, float strength, Picture to) {
        int channels = from.format().channels();
        int colours = colours(from.format());
        byte[] row = new byte[from.width() * channels];
        double squares = 0;
        for (int y = 0; y < from.height(); y++) {
            MemorySegment.copy(from.samples(), ValueLayout.JAVA_BYTE, (long) y * row.length, row, 0, row.length);
            long rowSquares = 0;
            for (int x = 0; x < from.width(); x++) {
                int at = x * channels;
                int change = Math.round(strength * delta[y * from.width() + x]);
                if (change == 0 || isWhite(row, at, colours)) {
                    continue;
                }
                for (int c = at; c < at + colours; c++) {
                    int before = row[c] & 0xFF;
                    int after = Math.clamp(before + change, 0, 255);
                    row[c] = (byte) after;
                    rowSquares += (long) (after - before) * (after - before);
                }
            }
            squares += rowSquares;
            MemorySegment.copy(row, 0, to.samples(), ValueLayout.JAVA_BYTE, (long) y * row.length, row.length);
        }
        return squares;
    }

    /** By the luma of the pixel, with the weights of Rec. 601 in 256ths. */
    private static boolean isWhite(byte[] row, int at, int colours) {
        int luma = colours == 1
                ? row[at] & 0xFF
                : (29 * (row[at] & 0xFF) + 150 * (row[at + 1] & 0xFF) + 77 * (row[at + 2] & 0xFF)) >> 8;
        return luma >= PerceptualMask.WHITE;
    }

    private static double write16(Picture from, float[] delta, float strength, Picture to) {
        int channels = from.format().channels();
        int colours = colours(from.format());
        short[] row = new short[from.width() * channels];
        double squares = 0;
        for (int y = 0; y < from.height(); y++) {
            long at = 2L * y * row.length;
            MemorySegment.copy(from.samples(), ValueLayout.JAVA_SHORT, at, row, 0, row.length);
            for (int x = 0; x < from.width(); x++) {
                int change = Math.round(257 * strength * delta[y * from.width() + x]);
                if (change == 0 || isWhite(row, x * channels, colours)) {
                    continue;
                }
                for (int c = x * channels; c < x * channels + colours; c++) {
                    int before = row[c] & 0xFFFF;
                    int after = Math.clamp(before + change, 0, 65_535);
                    row[c] = (short) after;
                    double levels = (after - before) / 257.0;
                    squares += levels * levels;
                }
            }
            MemorySegment.copy(row, 0, to.samples(), ValueLayout.JAVA_SHORT, at, row.length);
        }
        return squares;
    }

    private static boolean isWhite(short[] row, int at, int colours) {
        long luma = colours == 1
                ? row[at] & 0xFFFF
                : (29L * (row[at] & 0xFFFF) + 150L * (row[at + 1] & 0xFFFF) + 77L * (row[at + 2] & 0xFFFF)) >> 8;
        return luma >= PerceptualMask.WHITE * 257L;
    }
}
