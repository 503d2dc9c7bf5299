package io.countermark.app.markets;

import io.countermark.imaging.Picture;

/** Whether a picture stands on pure white: its outermost pixels tell. */
final class WhiteGround {

    /** JPEG leaves a few border pixels at 254; a product that touches the border is rare but allowed a tenth of it. */
    private static final double MIN_WHITE_SHARE = 0.9;

    private static final int WHITE = 250;

    private WhiteGround() {}

    static boolean of(Picture picture) {
        try (Picture bgr = picture.toBgr8()) {
            byte[] samples = bgr.toByteArray();
            int width = bgr.width();
            int height = bgr.height();
            int white = 0;
            int seen = 0;
            for (int x = 0; x < width; x++) {
                white += white(samples, x) + white(samples, (height - 1) * width + x);
                seen += 2;
            }
            for (int y = 1; y < height - 1; y++) {
                white += white(samples, y * width) + white(samples, y * width + width - 1);
                seen += 2;
            }
            return white >= MIN_WHITE_SHARE * seen;
        }
    }

    private static int white(byte[] samples, int pixel) {
        int at = 3 * pixel;
        boolean isWhite =
                (samples[at] & 0xff) >= WHITE && (samples[at + 1] & 0xff) >= WHITE && (samples[at + 2] & 0xff) >= WHITE;
        return isWhite ? 1 : 0;
    }
}
