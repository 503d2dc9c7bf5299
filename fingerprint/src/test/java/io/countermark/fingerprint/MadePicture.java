package io.countermark.fingerprint;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.util.SplittableRandom;

/**
 * Pictures drawn by integer arithmetic alone, so that every machine draws the same bytes: a ground, a few dozen shapes, and a fine
 * texture on some of them. The reference hashes in {@code pdq-reference.tsv} belong to exactly these bytes; changing a drawing means
 * making them again (see the module's README).
 */
public final class MadePicture {

    private final int width;
    private final int height;
    /** Blue, green, red; packed rows. */
    private final byte[] bgr;

    private final SplittableRandom random;

    private MadePicture(int width, int height, long seed) {
        this.width = width;
        this.height = height;
        this.bgr = new byte[width * height * 3];
        this.random = new SplittableRandom(seed);
    }

    /** A busy scene that fills the frame. */
    public static byte[] scene(long seed, int width, int height) {
        MadePicture picture = new MadePicture(width, height, seed);
        picture.ground(false);
        picture.shapes(0, 0, width, height, 60);
        return picture.bgr;
    }

    /** A product on a white ground. */
    public static byte[] product(long seed, int width, int height) {
        MadePicture picture = new MadePicture(width, height, seed);
        picture.ground(true);
        int left = width / 6;
        int top = height / 8;
        int colour = picture.random.nextInt(0x1000000) & 0x7f7f7f;
        picture.rectangle(left, top, width - left, height - top, colour, 2);
        picture.shapes(left, top, width - left, height - top, 45);
        return picture.bgr;
    }

    public static Picture open(byte[] bgr, int width, int height) {
        return Picture.of(width, height, PixelFormat.BGR8, bgr);
    }

    private void ground(boolean white) {
        int from = random.nextInt(0x1000000);
        int to = random.nextInt(0x1000000);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int t = (256 * x / width + 256 * y / height) / 2;
                set(x, y, white ? 0xffffff : blend(from, to, t));
            }
        }
    }

    private void shapes(int left, int top, int right, int bottom, int count) {
        int w = right - left;
        int h = bottom - top;
        for (int i = 0; i < count; i++) {
            int shrink = 2 + i / 8;
            int sw = 1 + w / shrink / 2 + random.nextInt(1 + w / shrink / 2);
            int sh = 1 + h / shrink / 2 + random.nextInt(1 + h / shrink / 2);
            int x = left + random.nextInt(Math.max(1, w - sw));
            int y = top + random.nextInt(Math.max(1, h - sh));
            int colour = random.nextInt(0x1000000);
            int texture = random.nextInt(4);
            switch (random.nextInt(3)) {
                case 0 -> rectangle(x, y, x + sw, y + sh, colour, texture);
                case 1 -> ellipse(x, y, x + sw, y + sh, colour, texture);
                default -> triangle(x, y, x + sw, y + sh, colour, texture);
            }
        }
    }

    private void rectangle(int x0, int y0, int x1, int y1, int colour, int texture) {
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                paint(x, y, colour, texture);
            }
        }
    }

    private void ellipse(int x0, int y0, int x1, int y1, int colour, int texture) {
        long a = Math.max(1, x1 - x0);
        long b = Math.max(1, y1 - y0);
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                long dx = (2L * x - x0 - x1) * b;
                long dy = (2L * y - y0 - y1) * a;
                if (dx * dx + dy * dy <= a * a * b * b) {
                    paint(x, y, colour, texture);
                }
            }
        }
    }

    private void triangle(int x0, int y0, int x1, int y1, int colour, int texture) {
        for (int y = y0; y < y1; y++) {
            int reach = (x1 - x0) * (y - y0) / Math.max(1, y1 - y0);
            for (int x = x0; x < x0 + reach; x++) {
                paint(x, y, colour, texture);
            }
        }
    }

    /** Texture 0 and 1 are plain, 2 is grain, 3 is stripes. */
    private void paint(int x, int y, int colour, int texture) {
        int shade = 0;
        if (texture == 2) {
            int hash = (x / 3 * 0x9E3779B1 ^ y / 3 * 0x85EBCA6B) * 0xC2B2AE35;
            shade = (hash >>> 24) / 4 - 32;
        } else if (texture == 3) {
            shade = ((x + y) / 7 & 1) * 48 - 24;
        }
        set(x, y, shift(colour, shade));
    }

    private static int shift(int colour, int by) {
        int result = 0;
        for (int bits = 0; bits < 24; bits += 8) {
            int channel = (colour >> bits & 0xff) + by;
            result |= Math.max(0, Math.min(255, channel)) << bits;
        }
        return result;
    }

    private static int blend(int a, int b, int t) {
        int result = 0;
        for (int bits = 0; bits < 24; bits += 8) {
            result |= ((a >> bits & 0xff) * (256 - t) + (b >> bits & 0xff) * t) / 256 << bits;
        }
        return result;
    }

    private void set(int x, int y, int colour) {
        int i = (y * width + x) * 3;
        bgr[i] = (byte) colour;
        bgr[i + 1] = (byte) (colour >> 8);
        bgr[i + 2] = (byte) (colour >> 16);
    }
}
