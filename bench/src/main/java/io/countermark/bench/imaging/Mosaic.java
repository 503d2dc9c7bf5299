package io.countermark.bench.imaging;

import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import io.countermark.imaging.Resizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** JPEG files of wanted sizes out of photos of any size, put side by side; or of drawn texture when there are no photos. */
final class Mosaic {

    private static final int TILE = 500;

    private Mosaic() {}

    /** Baseline, 4:2:0, quality 90: what cameras and shops write. */
    static byte[] jpeg(Optional<Path> photos, int width, int height) {
        try (Picture whole = Picture.allocate(width, height, PixelFormat.BGR8)) {
            List<Path> files = photos.map(Mosaic::files).orElse(List.of());
            int columns = (width + TILE - 1) / TILE;
            for (int i = 0; i < columns * ((height + TILE - 1) / TILE); i++) {
                try (Picture tile = files.isEmpty() ? drawn(i) : photo(files.get(i * 7 % files.size()))) {
                    place(tile, whole, i % columns * TILE, i / columns * TILE);
                }
            }
            return ImageEncoder.encode(whole, new ImageEncoder.Jpeg(90, ImageEncoder.Subsampling.S420, false));
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> path.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Picture photo(Path file) {
        try (DecodedImage decoded = new ImageDecoder(DecodeLimits.DEFAULT).decode(Files.readAllBytes(file));
                Picture colour = decoded.picture().toBgr8()) {
            return Resizer.resize(colour, TILE, TILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Noise of three sizes added up: as hard to code as a photo of cloth. */
    private static Picture drawn(int seed) {
        Random random = new Random(seed);
        byte[] samples = new byte[TILE * TILE * 3];
        int[] coarse = random.ints(32 * 32 * 3, 0, 120).toArray();
        for (int i = 0; i < samples.length; i++) {
            int x = i / 3 % TILE / 16;
            int y = i / 3 / TILE / 16;
            samples[i] = (byte) (40 + coarse[(y * 32 + x) * 3 + i % 3] + random.nextInt(24));
        }
        return Picture.of(TILE, TILE, PixelFormat.BGR8, samples);
    }

    private static void place(Picture tile, Picture whole, int x, int y) {
        int width = Math.min(TILE, whole.width() - x);
        int height = Math.min(TILE, whole.height() - y);
        try (Rect from = new Rect(0, 0, width, height);
                Rect to = new Rect(x, y, width, height);
                Mat part = new Mat(tile.mat(), from);
                Mat place = new Mat(whole.mat(), to)) {
            part.copyTo(place);
        }
    }
}
