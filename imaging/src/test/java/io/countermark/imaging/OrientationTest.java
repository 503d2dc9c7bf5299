package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EXIF 2.32, tag 274: where the corners of the stored picture belong when it is upright. */
class OrientationTest {

    private static final int WIDTH = 48;
    private static final int HEIGHT = 32;

    /** Gray levels of the stored corners: A top left, B top right, C bottom left, D bottom right. */
    private static final int[] LEVELS = {40, 100, 160, 220};

    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    /** @param corners of the upright picture: top left, top right, bottom left, bottom right */
    @ParameterizedTest
    @CsvSource({"1,ABCD", "2,BADC", "3,DCBA", "4,CDAB", "5,ACBD", "6,CADB", "7,DBCA", "8,BDAC"})
    void everyOrientationIsTurnedUpright(int orientation, String corners) {
        try (Picture quarters = quarters()) {
            byte[] jpeg =
                    ImageEncoder.encode(quarters, new ImageEncoder.Jpeg(100, ImageEncoder.Subsampling.S444, false));
            byte[] png = ImageEncoder.encode(quarters, new ImageEncoder.Png(6));
            byte[] webP = ImageEncoder.encode(quarters, new ImageEncoder.WebP(101));
            boolean little = orientation % 2 == 0;
            requireCorners(
                    MadeFiles.withSegment(jpeg, MadeFiles.APP1, MadeFiles.exif(orientation, little)),
                    orientation,
                    corners);
            requireCorners(
                    MadeFiles.withChunk(png, "eXIf", MadeFiles.orientationBlock(orientation, little)),
                    orientation,
                    corners);
            requireCorners(
                    MadeFiles.withExif(webP, WIDTH, HEIGHT, MadeFiles.orientationBlock(orientation, little)),
                    orientation,
                    corners);
            requireCorners(
                    MadeFiles.tiff(WIDTH, HEIGHT, 8, 1, 1, grayQuarters(), 274, orientation), orientation, corners);
        }
    }

    private void requireCorners(byte[] file, int orientation, String corners) {
        try (DecodedImage decoded = decoder.decode(file)) {
            Picture picture = decoded.picture();
            boolean turned = orientation >= 5;
            assertThat(picture.width()).as(decoded.format() + " width").isEqualTo(turned ? HEIGHT : WIDTH);
            assertThat(picture.height()).as(decoded.format() + " height").isEqualTo(turned ? WIDTH : HEIGHT);
            assertThat(decoded.storedWidth()).isEqualTo(WIDTH);
            assertThat(decoded.orientation()).isEqualTo(orientation);
            int[][] at = {
                {2, 2}, {picture.width() - 3, 2}, {2, picture.height() - 3}, {picture.width() - 3, picture.height() - 3}
            };
            for (int i = 0; i < 4; i++) {
                int level = LEVELS[corners.charAt(i) - 'A'];
                assertThat(Drawn.pixel(picture, at[i][0], at[i][1])[0])
                        .as("%s, orientation %d, corner %d", decoded.format(), orientation, i)
                        .isBetween(level - 3, level + 3);
            }
        }
    }

    private static byte[] grayQuarters() {
        byte[] rows = new byte[WIDTH * HEIGHT];
        for (int i = 0; i < rows.length; i++) {
            int right = i % WIDTH >= WIDTH / 2 ? 1 : 0;
            int bottom = i / WIDTH >= HEIGHT / 2 ? 2 : 0;
            rows[i] = (byte) LEVELS[right + bottom];
        }
        return rows;
    }

    private static Picture quarters() {
        try (Picture gray = Picture.of(WIDTH, HEIGHT, PixelFormat.GRAY8, grayQuarters())) {
            return gray.toBgr8();
        }
    }
}
