package io.countermark.cli;

import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.ImageEncoder.Encoding;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Pictures drawn for tests: overlapping soft discs and stripes, texture enough for a mark and corners to register by. */
final class Photos {

    static final Encoding JPEG = new ImageEncoder.Jpeg(92, ImageEncoder.Subsampling.S444, false);
    static final Encoding PNG = new ImageEncoder.Png(3);

    private Photos() {}

    static Path write(Path file, long seed, Encoding encoding) throws IOException {
        try (Picture picture = draw(900, 700, seed)) {
            return Files.write(file, ImageEncoder.encode(picture, encoding));
        }
    }

    static Picture draw(int width, int height, long seed) {
        Random random = new Random(seed);
        double[][] discs = new double[60][];
        for (int i = 0; i < discs.length; i++) {
            discs[i] = new double[] {
                random.nextInt(width),
                random.nextInt(height),
                20 + random.nextInt(120),
                random.nextInt(160) - 80,
                random.nextInt(160) - 80,
                random.nextInt(160) - 80
            };
        }
        byte[] samples = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double[] colour = {120, 120, 120};
                for (double[] disc : discs) {
                    double dx = x - disc[0];
                    double dy = y - disc[1];
                    if (dx * dx + dy * dy < disc[2] * disc[2]) {
                        colour[0] += disc[3];
                        colour[1] += disc[4];
                        colour[2] += disc[5];
                    }
                }
                double grain = random.nextGaussian() * 9 + 12 * Math.sin(x / 5.0 + y / 11.0);
                for (int c = 0; c < 3; c++) {
                    samples[(y * width + x) * 3 + c] = (byte) Math.clamp(Math.round(colour[c] + grain), 0, 250);
                }
            }
        }
        return Picture.of(width, height, PixelFormat.BGR8, samples);
    }
}
