package io.countermark.fingerprint;

import io.countermark.fingerprint.DenseEvidence.State;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import org.jspecify.annotations.Nullable;

/**
 * Picture evidence: the original, and beside it the suspect on the original's frame with a heat map: red where the texture is another,
 * orange where only the colour is, yellow where something was laid over or added to an even place, dimmed where the suspect shows nothing.
 */
final class Overlay {

    private static final int GAP = 8;
    private static final double STRENGTH = 0.5;

    private Overlay() {}

    /** A new picture, {@code 2 * width + 8} pixels wide; without evidence there is no heat. */
    static Picture draw(AlignedPair pair, @Nullable DenseEvidence evidence) {
        int width = 2 * pair.width() + GAP;
        byte[] pixels = new byte[width * pair.height() * 3];
        java.util.Arrays.fill(pixels, (byte) 255);
        for (int y = 0; y < pair.height(); y++) {
            int row = y * pair.width() * 3;
            System.arraycopy(pair.original(), row, pixels, y * width * 3, pair.width() * 3);
            for (int x = 0; x < pair.width(); x++) {
                int from = row + 3 * x;
                int to = (y * width + pair.width() + GAP + x) * 3;
                heat(pair.suspect(), from, pixels, to, evidence == null ? null : state(evidence, x, y));
            }
        }
        return Picture.of(width, pair.height(), PixelFormat.BGR8, pixels);
    }

    private static @Nullable State state(DenseEvidence evidence, int x, int y) {
        BlockGrid grid = evidence.grid();
        int column = x / grid.side();
        int row = y / grid.side();
        return column < grid.columns() && row < grid.rows() ? evidence.states()[row * grid.columns() + column] : null;
    }

    private static void heat(byte[] source, int from, byte[] target, int to, @Nullable State state) {
        int colour = state == null ? -1 : colour(state);
        for (int channel = 0; channel < 3; channel++) {
            double value = source[from + channel] & 0xff;
            if (colour >= 0) {
                value = (1 - STRENGTH) * value + STRENGTH * ((colour >> (8 * channel)) & 0xff);
            }
            target[to + channel] = (byte) Math.round(value);
        }
    }

    /** Red, green, blue in the low 24 bits; -1 for none. */
    private static int colour(State state) {
        return switch (state) {
            case SAME, FLAT, GROUND -> -1;
            case HIDDEN -> 0x808080;
            case COVERED, ADDED -> 0xffe000;
            case RECOLOURED -> 0xff8c00;
            case OTHER -> 0xe00000;
        };
    }
}
