package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColourConversionTest {

    // D50-adapted colorants as the published profiles carry them.
    private static final double[][] DISPLAY_P3 = {
        {0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}
    };
    private static final double[][] ADOBE_RGB = {
        {0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}
    };
    private static final double[][] SRGB = {
        {0.43607, 0.22249, 0.01392}, {0.38515, 0.71687, 0.09708}, {0.14307, 0.06061, 0.71410}
    };

    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    @Test
    void wideGamutAgreesWithLittleCms() {
        for (byte[] profile :
                new byte[][] {profile(DISPLAY_P3, 2.2), profile(ADOBE_RGB, 2.19921875), profile(SRGB, 1.8)}) {
            ICC_ColorSpace space = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
            try (Picture stored = Drawn.scene(64, 48);
                    DecodedImage decoded = decoder.decode(withProfile(stored, profile))) {
                assertThat(decoded.colourConverted()).isTrue();
                for (int y = 0; y < 48; y += 5) {
                    for (int x = 0; x < 64; x += 5) {
                        int[] bgr = Drawn.pixel(stored, x, y);
                        float[] rgb = space.toRGB(new float[] {bgr[2] / 255f, bgr[1] / 255f, bgr[0] / 255f});
                        int[] actual = Drawn.pixel(decoded.picture(), x, y);
                        for (int c = 0; c < 3; c++) {
                            assertThat((double) actual[2 - c])
                                    .as("channel %d at %d, %d", c, x, y)
                                    .isBetween(rgb[c] * 255 - 1.5, rgb[c] * 255 + 1.5);
                        }
                    }
                }
            }
        }
    }

    @Test
    void knownColoursOfDisplayP3() {
        // Values as browsers show color(display-p3 ...) on an sRGB screen; the curve is sRGB's, the code points say so.
        int[][] pairs = {
            // P3 red, green, blue -> sRGB red, green, blue
            {128, 128, 128, 128, 128, 128}, {255, 255, 255, 255, 255, 255}, {0, 0, 0, 0, 0, 0},
            {234, 51, 35, 255, 0, 0}, {117, 251, 76, 0, 255, 0}, {0, 0, 245, 0, 0, 255},
        };
        for (int[] pair : pairs) {
            byte[] rows = {(byte) pair[0], (byte) pair[1], (byte) pair[2]};
            byte[] png = MadeFiles.withChunk(MadeFiles.png(1, 1, 8, 2, rows), "cICP", new byte[] {12, 13, 0, 1});
            try (DecodedImage decoded = decoder.decode(png)) {
                int[] bgr = Drawn.pixel(decoded.picture(), 0, 0);
                for (int c = 0; c < 3; c++) {
                    // sRGB's own primaries written in P3, rounded to eight bit, come back within two levels.
                    assertThat(bgr[2 - c])
                            .as("channel %d of P3 %d %d %d", c, pair[0], pair[1], pair[2])
                            .isBetween(pair[3 + c] - 4, pair[3 + c] + 4);
                }
            }
        }
    }

    @Test
    void anSrgbProfileChangesNothing() {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        try (Picture stored = Drawn.scene(64, 48);
                DecodedImage decoded = decoder.decode(withProfile(stored, profile))) {
            assertThat(decoded.colourConverted()).isFalse();
            assertThat(decoded.picture().toByteArray()).isEqualTo(stored.toByteArray());
        }
    }

    @Test
    void sixteenBitIsConvertedAsFineAsItIs() {
        byte[] profile = profile(ADOBE_RGB, 2.19921875);
        try (Picture eight = Drawn.scene(64, 48);
                Picture sixteen = widened(eight);
                DecodedImage narrow = decoder.decode(withProfile(eight, profile));
                DecodedImage wide = decoder.decode(withProfile(sixteen, profile));
                Picture narrowed = wide.picture().toBgr8()) {
            assertThat(wide.picture().format()).isEqualTo(PixelFormat.BGR16);
            assertThat(Drawn.difference(narrow.picture(), narrowed)).isLessThan(0.3);
        }
    }

    @Test
    void alphaIsKeptThroughTheConversion() {
        try (Picture stored = Drawn.translucentScene(64, 48);
                DecodedImage decoded = decoder.decode(withProfile(stored, profile(ADOBE_RGB, 2.19921875)))) {
            for (int x = 0; x < 64; x += 7) {
                assertThat(Drawn.pixel(decoded.picture(), x, 20)[3]).isEqualTo(Drawn.pixel(stored, x, 20)[3]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 1.8, 2.2})
    void grayProfilesGiveSrgbGray(double gamma) {
        try (Picture stored = Drawn.grayScene(64, 48);
                DecodedImage decoded = decoder.decode(withProfile(stored, MadeFiles.grayProfile(gamma)))) {
            assertThat(decoded.picture().format()).isEqualTo(PixelFormat.GRAY8);
            for (int x = 0; x < 64; x += 3) {
                double linear = Math.pow(Drawn.pixel(stored, x, 24)[0] / 255.0, gamma);
                double expected =
                        255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055);
                assertThat((double) Drawn.pixel(decoded.picture(), x, 24)[0]).isBetween(expected - 1, expected + 1);
            }
        }
    }

    @Test
    void aProfileInManyJpegSegmentsIsJoined() {
        byte[] profile = profile(ADOBE_RGB, 2.19921875);
        int half = profile.length / 2;
        try (Picture stored = Drawn.scene(64, 48)) {
            byte[] jpeg = ImageEncoder.encode(stored, new ImageEncoder.Jpeg(95, ImageEncoder.Subsampling.S444, false));
            byte[] second = MadeFiles.concat(
                    MadeFiles.ascii("ICC_PROFILE\0"),
                    new byte[] {2, 2},
                    java.util.Arrays.copyOfRange(profile, half, profile.length));
            byte[] first = MadeFiles.concat(
                    MadeFiles.ascii("ICC_PROFILE\0"), new byte[] {1, 2}, java.util.Arrays.copyOf(profile, half));
            // Each goes behind SOI, so the second part stands first in the file: the numbers decide.
            byte[] inOrder =
                    MadeFiles.withSegment(MadeFiles.withSegment(jpeg, MadeFiles.APP2, second), MadeFiles.APP2, first);
            byte[] swapped =
                    MadeFiles.withSegment(MadeFiles.withSegment(jpeg, MadeFiles.APP2, first), MadeFiles.APP2, second);
            byte[] missing = MadeFiles.withSegment(jpeg, MadeFiles.APP2, first);
            try (DecodedImage a = decoder.decode(inOrder);
                    DecodedImage b = decoder.decode(swapped);
                    DecodedImage c = decoder.decode(missing)) {
                assertThat(a.colourConverted()).isTrue();
                assertThat(b.picture().toByteArray()).isEqualTo(a.picture().toByteArray());
                assertThat(c.colourConverted()).isFalse();
            }
        }
    }

    @Test
    void aBrokenProfileCountsAsNone() {
        try (Picture stored = Drawn.scene(64, 48)) {
            byte[] cut = java.util.Arrays.copyOf(profile(ADOBE_RGB, 2.2), 150);
            byte[] otherSpace = MadeFiles.grayProfile(1.0);
            for (byte[] profile : new byte[][] {cut, otherSpace, new byte[4000]}) {
                try (DecodedImage decoded = decoder.decode(withProfile(stored, profile))) {
                    assertThat(decoded.colourConverted()).isFalse();
                    assertThat(decoded.picture().toByteArray()).isEqualTo(stored.toByteArray());
                }
            }
        }
    }

    /** Inks 0 to 255, 255 the most: C, M, Y, K. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2})
    void cmykJpegWithoutProfile(int adobeTransform) throws IOException {
        int[][] inks = {{0, 0, 0, 0}, {255, 0, 0, 0}, {0, 255, 0, 0}, {0, 0, 255, 0}, {0, 0, 0, 255}, {100, 50, 20, 30}
        };
        int[][] rgb = {{255, 255, 255}, {0, 255, 255}, {255, 0, 255}, {255, 255, 0}, {0, 0, 0}, {137, 181, 207}};
        for (int i = 0; i < inks.length; i++) {
            try (DecodedImage decoded = decoder.decode(cmykJpeg(inks[i], adobeTransform))) {
                int[] bgr = Drawn.pixel(decoded.picture(), 8, 8);
                for (int c = 0; c < 3; c++) {
                    assertThat(bgr[2 - c])
                            .as("channel %d of ink %d, transform %d", c, i, adobeTransform)
                            .isBetween(rgb[i][c] - 3, rgb[i][c] + 3);
                }
            }
        }
    }

    @Test
    void cmykTiff() {
        byte[] rows = {0, 0, 0, 0, (byte) 255, 0, 0, 0};
        try (DecodedImage decoded = decoder.decode(MadeFiles.tiff(2, 1, 8, 4, 5, rows))) {
            assertThat(Drawn.pixel(decoded.picture(), 0, 0)).containsExactly(255, 255, 255);
            assertThat(Drawn.pixel(decoded.picture(), 1, 0)).containsExactly(255, 255, 0);
        }
    }

    /** A 16 x 16 JPEG of four components, as Photoshop or, without APP14, as anybody writes it. */
    private static byte[] cmykJpeg(int[] inks, int adobeTransform) throws IOException {
        int[] stored = inks.clone();
        if (adobeTransform >= 0) {
            for (int c = 0; c < 4; c++) {
                stored[c] = 255 - inks[c];
            }
        }
        if (adobeTransform == 2) {
            // YCCK: JFIF's YCbCr of the complements of the stored inks.
            double r = 255 - stored[0];
            double g = 255 - stored[1];
            double b = 255 - stored[2];
            stored[0] = (int) Math.round(0.299 * r + 0.587 * g + 0.114 * b);
            stored[1] = Math.clamp(Math.round(-0.168736 * r - 0.331264 * g + 0.5 * b + 128), 0, 255);
            stored[2] = Math.clamp(Math.round(0.5 * r - 0.418688 * g - 0.081312 * b + 128), 0, 255);
        }
        WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, 4, null);
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, stored);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        byte[] adobe =
                MadeFiles.concat(MadeFiles.ascii("Adobe"), new byte[] {0, 100, 0, 0, 0, 0, (byte) adobeTransform});
        return adobeTransform < 0
                ? bytes.toByteArray()
                : MadeFiles.withSegment(bytes.toByteArray(), MadeFiles.APP14, adobe);
    }

    private static byte[] profile(double[][] colorants, double gamma) {
        return MadeFiles.matrixProfile(colorants[0], colorants[1], colorants[2], gamma);
    }

    private static byte[] withProfile(Picture picture, byte[] profile) {
        byte[] png = ImageEncoder.encode(picture, new ImageEncoder.Png(1));
        return MadeFiles.withChunk(png, "iCCP", MadeFiles.iccp(profile));
    }

    private static Picture widened(Picture eight) {
        byte[] samples = eight.toByteArray();
        byte[] wide = new byte[2 * samples.length];
        for (int i = 0; i < samples.length; i++) {
            wide[2 * i] = samples[i];
            wide[2 * i + 1] = samples[i];
        }
        return Picture.of(eight.width(), eight.height(), PixelFormat.BGR16, wide);
    }
}
