package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countermark.container.ImageFormat;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AVIF and HEIC through the worker process, with the traps of the format: alpha, grids, turns, truncation. */
class HeifPixelsTest {

    private static final int SIDE = 64;
    private static final byte[] NEUTRAL = filled((byte) 128);

    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    @Test
    void grayLevelsComeBack() {
        byte[] luma = quarters();
        byte[] file =
                AvifFiles.file(AvifFiles.picture(SIDE, SIDE, AvifFiles.coded(SIDE, SIDE, 8, luma, NEUTRAL, NEUTRAL)));
        try (DecodedImage decoded = decoder.decode(file)) {
            assertThat(decoded.format()).isEqualTo(ImageFormat.AVIF);
            assertThat(decoded.picture().format()).isEqualTo(PixelFormat.BGR8);
            requireCorners(decoded.picture(), "ABCD");
        }
    }

    @Test
    void coloursComeBack() {
        // BT.601, full range: red is Y 76, Cb 85, Cr 255.
        byte[] coded = AvifFiles.coded(SIDE, SIDE, 8, filled((byte) 76), filled((byte) 85), filled((byte) 255));
        try (DecodedImage decoded = decoder.decode(AvifFiles.file(AvifFiles.picture(SIDE, SIDE, coded)))) {
            int[] bgr = Drawn.pixel(decoded.picture(), 20, 20);
            assertThat(bgr[0]).isLessThan(4);
            assertThat(bgr[1]).isLessThan(4);
            assertThat(bgr[2]).isGreaterThan(250);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 12})
    void deepSamplesKeepTheirDepth(int depth) {
        byte[] luma = new byte[2 * SIDE * SIDE];
        byte[] neutral = new byte[2 * SIDE * SIDE];
        int white = (1 << depth) - 1;
        for (int i = 0; i < SIDE * SIDE; i++) {
            int level = i % SIDE < SIDE / 2 ? 0 : white;
            put(luma, i, level);
            put(neutral, i, 1 << (depth - 1));
        }
        byte[] file = AvifFiles.file(
                AvifFiles.picture(SIDE, SIDE, AvifFiles.coded(SIDE, SIDE, depth, luma, neutral, neutral)));
        try (DecodedImage decoded = decoder.decode(file)) {
            assertThat(decoded.picture().format()).isEqualTo(PixelFormat.BGR16);
            assertThat(Drawn.pixel(decoded.picture(), 5, 5)[1]).isLessThan(300);
            assertThat(Drawn.pixel(decoded.picture(), 60, 5)[1]).isGreaterThan(65_535 - 300);
        }
    }

    @Test
    void alphaIsJoined() {
        byte[] alpha = new byte[SIDE * SIDE];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = (byte) (i % SIDE < SIDE / 2 ? 0 : 255);
        }
        byte[] file = AvifFiles.file(
                AvifFiles.picture(SIDE, SIDE, AvifFiles.coded(SIDE, SIDE, 8, quarters(), NEUTRAL, NEUTRAL)),
                AvifFiles.alpha(SIDE, SIDE, AvifFiles.coded(SIDE, SIDE, 8, alpha), 1));
        try (DecodedImage decoded = decoder.decode(file);
                Picture over = decoded.picture().toBgr8()) {
            assertThat(decoded.picture().format()).isEqualTo(PixelFormat.BGRA8);
            assertThat(Drawn.pixel(decoded.picture(), 5, 5)[3]).isLessThan(3);
            assertThat(Drawn.pixel(decoded.picture(), 60, 5)[3]).isGreaterThan(252);
            assertThat(Drawn.pixel(over, 5, 5)[0]).isGreaterThan(250);
        }
    }

    @Test
    void aGridIsPutTogetherAndCut() {
        byte[][] levels = {filled((byte) 40), filled((byte) 100), filled((byte) 160), filled((byte) 220)};
        AvifFiles.Item[] items = new AvifFiles.Item[5];
        items[0] = AvifFiles.grid(2, 2, 120, 100, new int[] {2, 3, 4, 5});
        for (int i = 0; i < 4; i++) {
            items[i + 1] = AvifFiles.picture(SIDE, SIDE, AvifFiles.coded(SIDE, SIDE, 8, levels[i], NEUTRAL, NEUTRAL));
        }
        try (DecodedImage decoded = decoder.decode(AvifFiles.file(items))) {
            assertThat(decoded.picture().width()).isEqualTo(120);
            assertThat(decoded.picture().height()).isEqualTo(100);
            requireCorners(decoded.picture(), "ABCD");
            assertThat(Drawn.pixel(decoded.picture(), 63, 63)[0]).isBetween(37, 43);
            assertThat(Drawn.pixel(decoded.picture(), 64, 64)[0]).isBetween(217, 223);
        }
    }

    @Test
    void aGridThatItsTilesDoNotFillIsRefused() {
        byte[] tile = AvifFiles.coded(SIDE, SIDE, 8, quarters(), NEUTRAL, NEUTRAL);
        byte[] file = AvifFiles.file(
                AvifFiles.grid(1, 2, 200, 64, new int[] {2, 3}),
                AvifFiles.picture(SIDE, SIDE, tile),
                AvifFiles.picture(SIDE, SIDE, tile));
        assertThat(refusal(file).reason()).isEqualTo(Reason.CORRUPT);
        byte[] missing =
                AvifFiles.file(AvifFiles.grid(2, 2, 128, 128, new int[] {2}), AvifFiles.picture(SIDE, SIDE, tile));
        assertThat(refusal(missing).reason()).isEqualTo(Reason.CORRUPT);
    }

    /** Quarter turns are against the clock; axis 0 exchanges top and bottom; turning comes before mirroring. */
    @ParameterizedTest
    @CsvSource({"0,-1,ABCD", "1,-1,BDAC", "2,-1,DCBA", "3,-1,CADB", "0,0,CDAB", "0,1,BADC", "1,0,ACBD", "3,1,ACBD"})
    void turnsAndMirrors(int quarterTurns, int axis, String corners) {
        byte[] data = AvifFiles.coded(SIDE, SIDE, 8, quarters(), NEUTRAL, NEUTRAL);
        byte[] rotation = AvifFiles.rotation(quarterTurns);
        AvifFiles.Item item = axis < 0
                ? AvifFiles.picture(SIDE, SIDE, data, rotation)
                : AvifFiles.picture(SIDE, SIDE, data, rotation, AvifFiles.mirror(axis));
        try (DecodedImage decoded = decoder.decode(AvifFiles.file(item))) {
            requireCorners(decoded.picture(), corners);
        }
    }

    @Test
    void codePointsOfAWideGamutAreConverted() {
        // Display P3 red 234, 51, 35 is sRGB's own red.
        byte[] coded = AvifFiles.coded(SIDE, SIDE, 8, filled((byte) 104), filled((byte) 89), filled((byte) 221));
        byte[] file = AvifFiles.file(AvifFiles.picture(SIDE, SIDE, coded, AvifFiles.codePoints(12, 13)));
        try (DecodedImage decoded = decoder.decode(file)) {
            assertThat(decoded.colourConverted()).isTrue();
            int[] bgr = Drawn.pixel(decoded.picture(), 9, 9);
            assertThat(bgr[2]).isGreaterThan(248);
            assertThat(bgr[1]).isLessThan(25);
        }
    }

    @Test
    void highDynamicRangeIsRefusedByName() {
        byte[] coded = AvifFiles.coded(SIDE, SIDE, 8, quarters(), NEUTRAL, NEUTRAL);
        ImageRejectedException refused =
                refusal(AvifFiles.file(AvifFiles.picture(SIDE, SIDE, coded, AvifFiles.codePoints(9, 16))));
        assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED_FEATURE);
        assertThat(refused).hasMessageContaining("dynamic range");
    }

    @Test
    void otherDerivationsAreRefusedByName() {
        byte[] coded = AvifFiles.coded(SIDE, SIDE, 8, quarters(), NEUTRAL, NEUTRAL);
        AvifFiles.Item overlay = new AvifFiles.Item(
                "iovl", new byte[20], java.util.List.of(AvifFiles.size(SIDE, SIDE)), "dimg", new int[] {2});
        ImageRejectedException refused = refusal(AvifFiles.file(overlay, AvifFiles.picture(SIDE, SIDE, coded)));
        assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED_FEATURE);
        assertThat(refused).hasMessageContaining("iovl");
    }

    @Test
    void aSizeThatTheBitStreamDoesNotHaveIsRefused() {
        byte[] coded = AvifFiles.coded(SIDE, SIDE, 8, quarters(), NEUTRAL, NEUTRAL);
        assertThat(refusal(AvifFiles.file(AvifFiles.picture(48, 48, coded))).reason())
                .isEqualTo(Reason.CORRUPT);
        assertThat(refusal(AvifFiles.file(AvifFiles.picture(65_500, 65_500, coded)))
                        .reason())
                .isEqualTo(Reason.SIDE_TOO_LONG);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = AvifFiles.file(
                AvifFiles.picture(SIDE, SIDE, AvifFiles.coded(SIDE, SIDE, 8, noise(), NEUTRAL, NEUTRAL)));
        for (int length = 16; length < file.length; length += Math.max(1, file.length / 60)) {
            assertThat(refusal(Arrays.copyOf(file, length)).reason())
                    .as("cut to " + length)
                    .isIn(Reason.TRUNCATED, Reason.CORRUPT, Reason.UNKNOWN_FORMAT);
        }
    }

    @Test
    void damagedFilesAreDecodedOrRefused() {
        byte[] file = AvifFiles.file(
                AvifFiles.picture(SIDE, SIDE, AvifFiles.coded(SIDE, SIDE, 8, noise(), NEUTRAL, NEUTRAL)),
                AvifFiles.alpha(SIDE, SIDE, AvifFiles.coded(SIDE, SIDE, 8, quarters()), 1));
        for (int round = 0; round < 600; round++) {
            Random random = new Random(round);
            byte[] damaged = file.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = random.nextInt(random.nextBoolean() ? damaged.length : 600);
                damaged[at] = (byte) random.nextInt(256);
            }
            try (DecodedImage decoded = decoder.decode(damaged)) {
                assertThat(decoded.picture().samples().byteSize()).isPositive();
            } catch (ImageRejectedException e) {
                assertThat(e.reason()).as("seed " + round).isNotEqualTo(Reason.DECODER_UNAVAILABLE);
            }
        }
    }

    @Test
    void filesOfOthersAreDecoded() throws IOException {
        Path corpus = shared().resolve("corpora/c2pa");
        Assumptions.assumeTrue(Files.isDirectory(corpus), "Skipped: the files in " + corpus + " are not there");
        try (DecodedImage photo = decoder.decode(Files.readAllBytes(corpus.resolve("c2pa-rs/sample1.avif")))) {
            assertThat(photo.picture().width()).isEqualTo(1204);
            assertThat(photo.picture().format()).isEqualTo(PixelFormat.BGR16);
        }
        byte[] heic = Files.readAllBytes(corpus.resolve("c2pa-ts/trustnxt-icon-signed-v2-bmff.heic"));
        try (DecodedImage icon = decoder.decode(heic);
                Picture shown = icon.picture().toBgr8()) {
            assertThat(icon.format()).isEqualTo(ImageFormat.HEIC);
            assertThat(icon.picture().format()).isEqualTo(PixelFormat.BGRA8);
            // A yellow sheet with a black sign.
            int[] sheet = Drawn.pixel(shown, 100, 100);
            assertThat(sheet[0]).isLessThan(110);
            assertThat(sheet[2]).isGreaterThan(200);
        }
        for (int length = 1000; length < heic.length; length += heic.length / 25) {
            assertThat(refusal(Arrays.copyOf(heic, length)).reason()).isEqualTo(Reason.TRUNCATED);
        }
    }

    private static Path shared() {
        String given = System.getenv("COUNTERMARK_SHARED");
        return given != null
                ? Path.of(given)
                : Path.of(System.getProperty("countermark.root")).resolveSibling("shared");
    }

    private ImageRejectedException refusal(byte[] file) {
        ImageRejectedException refused = catchThrowableOfType(
                ImageRejectedException.class, () -> decoder.decode(file).close());
        assertThat(refused).as("is refused").isNotNull();
        return refused;
    }

    private static void requireCorners(Picture picture, String corners) {
        int[] levels = {40, 100, 160, 220};
        int[][] at = {
            {2, 2}, {picture.width() - 3, 2}, {2, picture.height() - 3}, {picture.width() - 3, picture.height() - 3}
        };
        for (int i = 0; i < 4; i++) {
            int level = levels[corners.charAt(i) - 'A'];
            assertThat(Drawn.pixel(picture, at[i][0], at[i][1])[0])
                    .as("corner " + i)
                    .isBetween(level - 4, level + 4);
        }
    }

    private static byte[] quarters() {
        byte[] luma = new byte[SIDE * SIDE];
        int[] levels = {40, 100, 160, 220};
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (byte) levels[(i % SIDE >= SIDE / 2 ? 1 : 0) + (i / SIDE >= SIDE / 2 ? 2 : 0)];
        }
        return luma;
    }

    private static byte[] noise() {
        byte[] luma = new byte[SIDE * SIDE];
        new Random(5).nextBytes(luma);
        return luma;
    }

    private static byte[] filled(byte level) {
        byte[] plane = new byte[SIDE * SIDE];
        Arrays.fill(plane, level);
        return plane;
    }

    private static void put(byte[] plane, int index, int value) {
        plane[2 * index] = (byte) value;
        plane[2 * index + 1] = (byte) (value >> 8);
    }
}
