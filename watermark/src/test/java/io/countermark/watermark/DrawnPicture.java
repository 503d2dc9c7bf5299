package io.countermark.watermark;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.util.SplittableRandom;

/** Pictures drawn from a seed: a textured thing on a ground, something like a product photo. */
final class DrawnPicture {

    private DrawnPicture() {}

    /** Cloth-like texture and shading over the whole picture. */
    static Picture textured(int width, int height, PixelFormat format, long seed) {
        return draw(width, height, format, seed, false);
    }

    /** The same within an ellipse, pure white around it. */
    static Picture onWhite(int width, int height, PixelFormat format, long seed) {
        return draw(width, height, format, seed, true);
    }

    /** Grey noise of full strength, which hides a mark from the reader as well as from the eye. */
    static Picture noisy(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] samples = new byte[width * height];
        double last = 0;
        for (int i = 0; i < samples.length; i++) {
            last = 0.5 * last + 40 * random.nextGaussian();
            samples[i] = (byte) Math.clamp(Math.round(128 + last), 5, 245);
        }
        return Picture.of(width, height, PixelFormat.GRAY8, samples);
    }

    private static Picture draw(int width, int height, PixelFormat format, long seed, boolean onWhite) {
        SplittableRandom random = new SplittableRandom(seed);
        int bytes = format.bytesPerSample();
        byte[] samples = new byte[width * height * format.channels() * bytes];
        double[] waves = random.doubles(24, 0.01, 0.6).toArray();
        double[] grain = new double[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = 2.0 * x / width - 1;
                double dy = 2.0 * y / height - 1;
                boolean white = onWhite && dx * dx + dy * dy > 0.55;
                grain[x] = 0.7 * grain[x] + 6 * random.nextGaussian();
                double level = 118 + 50 * dx - 30 * dy + grain[x];
                for (int i = 0; i < 8; i++) {
                    level += 5 * Math.sin(waves[3 * i] * x + waves[3 * i + 1] * y + 10 * waves[3 * i + 2]);
                }
                put(samples, (y * width + x) * format.channels(), format, white ? 255 : Math.clamp(level, 8, 240));
            }
        }
        return Picture.of(width, height, format, samples);
    }

    private static void put(byte[] samples, int at, PixelFormat format, double level) {
        int colours = Math.min(3, format.channels());
        for (int c = 0; c < format.channels(); c++) {
            boolean white = level == 255;
            double value = c == 3 ? 200 : white ? 255 : Math.clamp(level + 9 * (c % colours) - 9, 0, 250);
            if (format.bytesPerSample() == 1) {
                samples[at + c] = (byte) Math.round(value);
            } else {
                int wide = (int) Math.round(value * 257);
                boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
                samples[2 * (at + c)] = (byte) (little ? wide : wide >> 8);
                samples[2 * (at + c) + 1] = (byte) (little ? wide >> 8 : wide);
            }
        }
    }
}
