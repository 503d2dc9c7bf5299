package io.countermark.imaging;

import java.util.Random;

/** Pictures drawn by the tests themselves: smooth, coloured, and unlike any of their own mirror images. */
final class Drawn {

    private Drawn() {}

    /** A gradient with a disc, a box and a line; three channels of eight bit. */
    static Picture scene(int width, int height) {
        return Picture.of(width, height, PixelFormat.BGR8, sceneBytes(width, height, 3));
    }

    /** The same with an alpha that grows from left to right. */
    static Picture translucentScene(int width, int height) {
        return Picture.of(width, height, PixelFormat.BGRA8, sceneBytes(width, height, 4));
    }

    static Picture grayScene(int width, int height) {
        return Picture.of(width, height, PixelFormat.GRAY8, sceneBytes(width, height, 1));
    }

    private static byte[] sceneBytes(int width, int height, int channels) {
        byte[] samples = new byte[width * height * channels];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = x / (double) width;
                double v = y / (double) height;
                int[] bgr = {(int) (40 + 150 * u), (int) (60 + 120 * v), (int) (220 - 90 * u - 60 * v)};
                if (Math.hypot(u - 0.3, v - 0.35) < 0.18) {
                    bgr = new int[] {60, 60, 200};
                }
                if (u > 0.6 && u < 0.85 && v > 0.55 && v < 0.9) {
                    bgr = new int[] {180, 120, 40};
                }
                int at = (y * width + x) * channels;
                for (int c = 0; c < Math.min(3, channels); c++) {
                    samples[at + c] = (byte) bgr[c];
                }
                if (channels == 4) {
                    samples[at + 3] = (byte) Math.round(255 * u);
                }
            }
        }
        return samples;
    }

    /** Independent random samples. */
    static Picture noise(int width, int height, PixelFormat format, long seed) {
        byte[] samples = new byte[width * height * format.channels() * format.bytesPerSample()];
        new Random(seed).nextBytes(samples);
        return Picture.of(width, height, format, samples);
    }

    /** Mean absolute difference of the eight-bit samples. */
    static double difference(Picture a, Picture b) {
        byte[] x = a.toByteArray();
        byte[] y = b.toByteArray();
        if (x.length != y.length || a.width() != b.width()) {
            throw new AssertionError("Not of one shape: " + a + ", " + b);
        }
        long sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.abs((x[i] & 0xFF) - (y[i] & 0xFF));
        }
        return sum / (double) x.length;
    }

    /** The samples of one pixel, in the order they are stored, unsigned. */
    static int[] pixel(Picture picture, int x, int y) {
        int channels = picture.format().channels();
        int bytes = picture.format().bytesPerSample();
        byte[] samples = picture.toByteArray();
        int[] pixel = new int[channels];
        for (int c = 0; c < channels; c++) {
            int at = ((y * picture.width() + x) * channels + c) * bytes;
            // Little-endian machines only, as the natives travel for x86-64 and ARM.
            pixel[c] = bytes == 1 ? samples[at] & 0xFF : (samples[at] & 0xFF) | (samples[at + 1] & 0xFF) << 8;
        }
        return pixel;
    }
}
