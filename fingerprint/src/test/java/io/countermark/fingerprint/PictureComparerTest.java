package io.countermark.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.ImageEncoder.Jpeg;
import io.countermark.imaging.ImageEncoder.Subsampling;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import io.countermark.imaging.Resizer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On pictures that the tests draw themselves; real photos are compared in {@link PictureComparerPhotosTest}. */
class PictureComparerTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 560;

    private final PictureComparer comparer = new PictureComparer();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aSmallerJpegIsACopyAndSaysByHowMuch(long seed) {
        try (Picture original = scene(seed);
                Picture half = Resizer.resize(original, WIDTH / 2, HEIGHT / 2);
                Picture suspect = jpeg60(half)) {
            Comparison found = comparer.compare(original, suspect);
            assertEquals(Verdict.COPY, found.verdict(), found::reason);
            assertThat(found.edits()).contains("scale").doesNotContain("flip", "rotation", "crop");
            assertMaps(found, 100, 100, 49.75, 49.75, 1.5);
            assertEquals(Calibration.V1.version(), found.calibration());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aMirroredCropIsACopyWithItsBox(long seed) {
        try (Picture original = scene(seed);
                Picture suspect = crop(mirror(original.toByteArray()), 160, 100, 400, 380)) {
            Comparison found = comparer.compare(original, suspect);
            assertEquals(Verdict.COPY, found.verdict(), found::reason);
            assertThat(found.edits()).contains("flip", "crop").doesNotContain("rotation", "scale");
            Comparison.Region shown = Objects.requireNonNull(found.originalRegion());
            assertThat(shown.x()).isBetween(80 - 4, 80 + 4);
            assertThat(shown.y()).isBetween(100 - 4, 100 + 4);
            assertThat(shown.width()).isBetween(400 - 6, 400 + 6);
            assertEquals(new Comparison.Region(0, 0, 400, 380), found.region());
        }
    }

    @Test
    void aTurnedPictureIsACopy() {
        try (Picture original = scene(8);
                Picture suspect = turn90(original.toByteArray())) {
            Comparison found = comparer.compare(original, suspect);
            assertEquals(Verdict.COPY, found.verdict(), found::reason);
            assertEquals(List.of("rotation"), found.edits());
        }
    }

    @Test
    void anInvertedPictureIsACopy() {
        try (Picture original = scene(9);
                Picture suspect = curve(original, v -> 255 - v)) {
            Comparison found = comparer.compare(original, suspect);
            assertEquals(Verdict.COPY, found.verdict(), found::reason);
            assertThat(found.edits()).contains("inversion");
        }
    }

    @Test
    void aPastedPatchIsNamedAsOverlay() {
        try (Picture original = scene(10);
                Picture suspect = painted(original.toByteArray(), 200, 150, 160, 140, 0x20c0f0)) {
            Comparison found = comparer.compare(original, suspect);
            assertEquals(Verdict.COPY, found.verdict(), found::reason);
            assertThat(found.edits()).contains("overlay");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void strokesAllOverAreLaidOverACopy(long seed) {
        try (Picture original = scene(seed);
                Picture suspect = stroked(original.toByteArray(), seed)) {
            Comparison found = comparer.compare(original, suspect);
            assertEquals(Verdict.COPY, found.verdict(), found::reason);
            assertThat(found.edits()).contains("overlay");
        }
    }

    /** More than half of the picture under one colour: the rest is the same to the pixel. */
    @ParameterizedTest
    @ValueSource(longs = {14, 15})
    void whatIsLaidOverDoesNotSpeakAgainstTheRest(long seed) {
        try (Picture original = scene(seed);
                Picture suspect = painted(original.toByteArray(), 30, 40, 440, 420, 0x9030d0)) {
            Comparison found = comparer.compare(original, suspect);
            assertEquals(Verdict.COPY, found.verdict(), found::reason);
            assertThat(found.edits()).contains("overlay");
        }
    }

    /** Blocks of another scene in place of a third: texture of both on either side, no even paint. */
    @Test
    void anotherSceneInAPartIsNoCopyOfIt() {
        byte[] bgr = MadePicture.scene(16, WIDTH, HEIGHT);
        byte[] mixed = MadePicture.scene(17, WIDTH, HEIGHT);
        System.arraycopy(bgr, 0, mixed, 0, WIDTH * 3 * (HEIGHT * 2 / 5));
        try (Picture original = open(bgr);
                Picture suspect = open(mixed)) {
            assertNotEquals(Verdict.COPY, comparer.compare(original, suspect).verdict());
        }
    }

    @Test
    void aSepiaPictureOfOneHueIsACopyBecauseItsGraysAreTinted() {
        byte[] bgr = MadePicture.scene(18, WIDTH, HEIGHT);
        for (int i = 0; i < bgr.length; i += 3) {
            int gray = bgr[i + 1] & 0xff;
            boolean product = i / 3 % WIDTH > WIDTH / 2;
            bgr[i] = (byte) (product ? 0.7 * gray : gray);
            bgr[i + 2] = (byte) (product ? 0.4 * gray : gray);
        }
        byte[] sepia = bgr.clone();
        for (int i = 0; i < sepia.length; i += 3) {
            double b = bgr[i] & 0xff;
            double g = bgr[i + 1] & 0xff;
            double r = bgr[i + 2] & 0xff;
            sepia[i] = (byte) Math.min(255, 0.272 * r + 0.534 * g + 0.131 * b);
            sepia[i + 1] = (byte) Math.min(255, 0.349 * r + 0.686 * g + 0.168 * b);
            sepia[i + 2] = (byte) Math.min(255, 0.393 * r + 0.769 * g + 0.189 * b);
        }
        try (Picture original = open(bgr);
                Picture suspect = open(sepia)) {
            Comparison found = comparer.compare(original, suspect);
            assertEquals(Verdict.COPY, found.verdict(), found::reason);
            assertThat(found.edits()).contains("colour");
        }
    }

    @Test
    void strangersAreNoCopies() {
        for (long seed = 20; seed < 30; seed++) {
            try (Picture original = scene(seed);
                    Picture suspect = scene(seed + 100)) {
                assertEquals(
                        Verdict.ORIGINAL, comparer.compare(original, suspect).verdict(), "seed " + seed);
            }
        }
    }

    @Test
    void theSameProductInAnotherColourIsNoCopy() {
        for (long seed = 30; seed < 34; seed++) {
            byte[] bgr = MadePicture.scene(seed, WIDTH, HEIGHT);
            byte[] recoloured = bgr.clone();
            for (int y = 120; y < 420; y++) {
                for (int x = 160; x < 480; x++) {
                    int i = (y * WIDTH + x) * 3;
                    recoloured[i] = bgr[i + 2];
                    recoloured[i + 2] = bgr[i];
                }
            }
            try (Picture original = open(bgr);
                    Picture suspect = open(recoloured)) {
                assertEquals(
                        Verdict.SHARED_ARTWORK,
                        comparer.compare(original, suspect).verdict(),
                        "seed " + seed);
            }
        }
    }

    @Test
    void hostilePicturesCannotBeTold() {
        try (Picture dot = MadePicture.open(new byte[] {1, 2, 3}, 1, 1);
                Picture line = MadePicture.open(MadePicture.scene(1, 900, 2), 900, 2);
                Picture white = even(600, 500, (byte) 255);
                Picture black = even(5, 5, (byte) 0);
                Picture scene = scene(1)) {
            List<Picture> hostile = List.of(dot, line, white, black);
            for (Picture a : hostile) {
                for (Picture b : hostile) {
                    assertEquals(Verdict.CANNOT_TELL, comparer.compare(a, b).verdict(), a + " against " + b);
                }
                assertEquals(Verdict.CANNOT_TELL, comparer.compare(a, scene).verdict(), a + " as original");
                Comparison found = comparer.compare(scene, a);
                assertEquals(Verdict.CANNOT_TELL, found.verdict(), a + " as suspect");
                assertThat(found.reason()).contains("the suspect");
            }
        }
    }

    @Test
    void aDescriptionAloneSettlesTheSamePixelsAndStrangers() {
        try (Picture original = scene(40);
                Picture same = scene(40);
                Picture stranger = scene(41);
                Picture half = Resizer.resize(original, WIDTH / 2, HEIGHT / 2)) {
            Description description = Description.parse(
                    Describer.describe(new byte[] {1}, original).toByteArray());
            assertEquals(
                    Verdict.COPY,
                    comparer.compare(description, same).orElseThrow().verdict());
            assertEquals(
                    Verdict.ORIGINAL,
                    comparer.compare(description, stranger).orElseThrow().verdict());
            assertEquals(Optional.empty(), comparer.compare(description, half));
        }
    }

    @Test
    void theOverlayShowsBothOnTheOriginalsFrame() {
        try (Picture original = scene(50);
                Picture suspect = painted(original.toByteArray(), 200, 150, 160, 140, 0x20c0f0)) {
            Comparison found = comparer.compare(original, suspect);
            try (Picture overlay = comparer.overlay(original, suspect, found)) {
                assertEquals(512 * 2 + 8, overlay.width());
                assertEquals(448, overlay.height());
                byte[] pixels = overlay.toByteArray();
                int heated = ((220 * 448 / 560) * overlay.width() + 512 + 8 + 280 * 512 / 640) * 3;
                assertThat(pixels[heated + 2] & 0xff)
                        .as("red over a patch whose own red is 32")
                        .isGreaterThan(100);
            }
        }
    }

    @Test
    void givesTheSameAnswerFromManyThreads() throws InterruptedException, ExecutionException {
        try (Picture original = scene(60);
                Picture suspect = crop(original.toByteArray(), 60, 50, 420, 400);
                ExecutorService pool = Executors.newFixedThreadPool(4)) {
            Comparison expected = comparer.compare(original, suspect);
            List<Future<Comparison>> found =
                    pool.invokeAll(java.util.Collections.nCopies(12, () -> comparer.compare(original, suspect)));
            for (Future<Comparison> comparison : found) {
                assertEquals(expected, comparison.get());
            }
        }
    }

    @Test
    void readsEveryPixelFormat() {
        try (Picture original = scene(70);
                Picture gray = Picture.allocate(WIDTH, HEIGHT, PixelFormat.GRAY8);
                Picture deep = Picture.allocate(WIDTH, HEIGHT, PixelFormat.BGRA16)) {
            assertNotEquals(Verdict.COPY, comparer.compare(original, gray).verdict());
            assertNotEquals(Verdict.COPY, comparer.compare(original, deep).verdict());
            assertNotEquals(Verdict.COPY, comparer.compare(deep, original).verdict());
        }
    }

    private static void assertMaps(Comparison found, double x, double y, double toX, double toY, double within) {
        assertNotNull(found.homography());
        Homography map = new Homography(
                found.homography().stream().mapToDouble(Double::doubleValue).toArray());
        assertTrue(
                Math.hypot(map.x(x, y) - toX, map.y(x, y) - toY) < within,
                () -> "maps to " + map.x(x, y) + ", " + map.y(x, y));
    }

    private static Picture scene(long seed) {
        return open(MadePicture.scene(seed, WIDTH, HEIGHT));
    }

    private static Picture open(byte[] bgr) {
        return MadePicture.open(bgr, WIDTH, HEIGHT);
    }

    private static Picture even(int width, int height, byte value) {
        byte[] bgr = new byte[width * height * 3];
        Arrays.fill(bgr, value);
        return MadePicture.open(bgr, width, height);
    }

    private static Picture jpeg60(Picture picture) {
        return SharedPhotos.decode(ImageEncoder.encode(picture, new Jpeg(60, Subsampling.S420, false)));
    }

    private static byte[] mirror(byte[] bgr) {
        byte[] out = new byte[bgr.length];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            System.arraycopy(bgr, 3 * i, out, 3 * (i / WIDTH * WIDTH + WIDTH - 1 - i % WIDTH), 3);
        }
        return out;
    }

    private static Picture turn90(byte[] bgr) {
        byte[] out = new byte[bgr.length];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int x = HEIGHT - 1 - i / WIDTH;
            int y = i % WIDTH;
            System.arraycopy(bgr, 3 * i, out, 3 * (y * HEIGHT + x), 3);
        }
        return MadePicture.open(out, HEIGHT, WIDTH);
    }

    private static Picture crop(byte[] bgr, int x, int y, int width, int height) {
        byte[] out = new byte[width * height * 3];
        for (int row = 0; row < height; row++) {
            System.arraycopy(bgr, ((y + row) * WIDTH + x) * 3, out, row * width * 3, width * 3);
        }
        return MadePicture.open(out, width, height);
    }

    private static Picture painted(byte[] bgr, int x, int y, int width, int height, int colour) {
        byte[] out = bgr.clone();
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                for (int channel = 0; channel < 3; channel++) {
                    out[(row * WIDTH + column) * 3 + channel] = (byte) (colour >> 8 * channel);
                }
            }
        }
        return open(out);
    }

    /** A hundred and sixty lines, three pixels thick, each of one colour. */
    private static Picture stroked(byte[] bgr, long seed) {
        byte[] out = bgr.clone();
        SplittableRandom random = new SplittableRandom(seed);
        for (int line = 0; line < 160; line++) {
            int colour = random.nextInt(0x1000000);
            int x = random.nextInt(WIDTH - 120);
            int y = random.nextInt(HEIGHT - 120);
            int slope = random.nextInt(100);
            for (int step = 0; step < 360; step++) {
                int row = y + step * slope / 360 + step % 3;
                int i = (row * WIDTH + x + step / 3) * 3;
                for (int channel = 0; channel < 3; channel++) {
                    out[i + channel] = (byte) (colour >> 8 * channel);
                }
            }
        }
        return open(out);
    }

    private static Picture curve(Picture picture, IntUnaryOperator curve) {
        byte[] bytes = picture.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) curve.applyAsInt(bytes[i] & 0xff);
        }
        return MadePicture.open(bytes, picture.width(), picture.height());
    }
}
