package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.container.ImageFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which PNG, GIF, TIFF and BMP store samples, each decoded to what it shows. */
class StoredFormsTest {

    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource({"1,255", "2,85", "4,17", "8,1"})
    void pngGrayOfFewBitsIsSpreadOverEight(int bits, int step) {
        int width = 1 << Math.min(bits, 4);
        byte[] row = packed(width, bits);
        try (DecodedImage decoded = decoder.decode(MadeFiles.png(width, 1, bits, 0, row))) {
            assertThat(decoded.picture().format()).isEqualTo(PixelFormat.GRAY8);
            for (int x = 0; x < width; x++) {
                assertThat(Drawn.pixel(decoded.picture(), x, 0)).containsExactly(x * step);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void pngPalette(int bits) {
        byte[] row = packed(2, bits);
        byte[] palette = MadeFiles.chunk("PLTE", new byte[] {10, 20, 30, 40, 50, 60});
        try (DecodedImage decoded = decoder.decode(MadeFiles.png(2, 1, bits, 3, row, palette))) {
            assertThat(decoded.picture().format()).isEqualTo(PixelFormat.BGR8);
            assertThat(decoded.picture().toByteArray()).containsExactly(30, 20, 10, 60, 50, 40);
        }
        byte[] transparency = MadeFiles.chunk("tRNS", new byte[] {77});
        try (DecodedImage decoded = decoder.decode(MadeFiles.png(2, 1, bits, 3, row, palette, transparency))) {
            assertThat(decoded.picture().toByteArray()).containsExactly(30, 20, 10, 77, 60, 50, 40, -1);
        }
    }

    @Test
    void pngColourKeys() {
        byte[] gray = MadeFiles.png(2, 1, 8, 0, new byte[] {50, 60}, MadeFiles.chunk("tRNS", new byte[] {0, 50}));
        try (DecodedImage decoded = decoder.decode(gray)) {
            assertThat(decoded.picture().format()).isEqualTo(PixelFormat.BGRA8);
            assertThat(decoded.picture().toByteArray()).containsExactly(50, 50, 50, 0, 60, 60, 60, -1);
        }
        byte[] key = MadeFiles.chunk("tRNS", new byte[] {0, 1, 0, 2, 0, 3});
        try (DecodedImage decoded = decoder.decode(MadeFiles.png(2, 1, 8, 2, new byte[] {1, 2, 3, 4, 5, 6}, key))) {
            assertThat(decoded.picture().toByteArray()).containsExactly(3, 2, 1, 0, 6, 5, 4, -1);
        }
        byte[] wide = MadeFiles.png(2, 1, 16, 0, new byte[] {1, 2, 3, 4}, MadeFiles.chunk("tRNS", new byte[] {1, 2}));
        try (DecodedImage decoded = decoder.decode(wide)) {
            assertThat(decoded.picture().format()).isEqualTo(PixelFormat.BGRA16);
            assertThat(Drawn.pixel(decoded.picture(), 0, 0)).containsExactly(0x102, 0x102, 0x102, 0);
            assertThat(Drawn.pixel(decoded.picture(), 1, 0)).containsExactly(0x304, 0x304, 0x304, 0xFFFF);
        }
        byte[] few =
                MadeFiles.png(2, 1, 2, 0, new byte[] {(byte) 0b01_10_0000}, MadeFiles.chunk("tRNS", new byte[] {0, 1}));
        try (DecodedImage decoded = decoder.decode(few)) {
            assertThat(decoded.picture().toByteArray()).containsExactly(85, 85, 85, 0, -86, -86, -86, -1);
        }
    }

    @Test
    void pngGrayWithAlphaAndSixteenBit() {
        try (DecodedImage decoded = decoder.decode(MadeFiles.png(2, 1, 8, 4, new byte[] {50, 100, 60, -1}))) {
            assertThat(decoded.picture().toByteArray()).containsExactly(50, 50, 50, 100, 60, 60, 60, -1);
        }
        try (DecodedImage decoded = decoder.decode(MadeFiles.png(1, 1, 16, 2, new byte[] {1, 2, 3, 4, 5, 6}))) {
            assertThat(Drawn.pixel(decoded.picture(), 0, 0)).containsExactly(0x506, 0x304, 0x102);
        }
    }

    @Test
    void transparentPixelsGoOverWhite() {
        try (DecodedImage decoded = decoder.decode(MadeFiles.png(1, 1, 8, 6, new byte[] {100, 100, 100, 0}));
                Picture over = decoded.picture().toBgr8()) {
            assertThat(over.toByteArray()).containsOnly(-1);
        }
    }

    @Test
    void gifIsWhatTheJdkReads() throws IOException {
        BufferedImage image = new BufferedImage(37, 23, BufferedImage.TYPE_BYTE_INDEXED);
        for (int i = 0; i < 37 * 23; i++) {
            image.setRGB(i % 37, i / 37, 0xFF000000 | i * 7919);
        }
        byte[] file = written(image, "gif");
        BufferedImage read = ImageIO.read(new java.io.ByteArrayInputStream(file));
        try (DecodedImage decoded = decoder.decode(file)) {
            assertThat(decoded.format()).isEqualTo(ImageFormat.GIF);
            requireSame(read, decoded.picture());
        }
    }

    @Test
    void gifFirstFrameInACornerOfItsScreen() {
        // A screen of 4 x 3 with one pixel, index 1, at 2, 1; two colours.
        byte[] file = MadeFiles.concat(
                MadeFiles.ascii("GIF89a"),
                new byte[] {4, 0, 3, 0, (byte) 0x80, 0, 0, 9, 9, 9, 10, 20, 30},
                new byte[] {0x2C, 2, 0, 1, 0, 1, 0, 1, 0, 0, 2, 2, 0b01_001_100, 0b1, 0, 0x3B});
        try (DecodedImage decoded = decoder.decode(file)) {
            assertThat(decoded.picture().format()).isEqualTo(PixelFormat.BGRA8);
            assertThat(Drawn.pixel(decoded.picture(), 0, 0)).containsExactly(0, 0, 0, 0);
            assertThat(Drawn.pixel(decoded.picture(), 2, 1)).containsExactly(30, 20, 10, 255);
        }
    }

    @Test
    void gifOfManyFramesShowsTheFirst() throws IOException {
        BufferedImage red = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        red.getGraphics().fillRect(0, 0, 8, 8);
        byte[] one = written(red, "gif");
        byte[] black = written(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "gif");
        // The second file's picture, from its image separator on, in place of the trailer of the first.
        int at = 13 + (3 << ((black[10] & 7) + 1));
        byte[] both = MadeFiles.concat(
                java.util.Arrays.copyOf(one, one.length - 1), java.util.Arrays.copyOfRange(black, at, black.length));
        try (DecodedImage decoded = decoder.decode(both)) {
            assertThat(Drawn.pixel(decoded.picture(), 4, 4)).containsExactly(255, 255, 255);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,155", "1,100"})
    void tiffGrayWithEitherZero(int photometric, int expected) {
        byte[] file = MadeFiles.tiff(2, 1, 8, 1, photometric, new byte[] {100, 0});
        try (DecodedImage decoded = decoder.decode(file);
                Picture bgr = decoded.picture().toBgr8()) {
            assertThat(Drawn.pixel(bgr, 0, 0)).containsExactly(expected, expected, expected);
        }
    }

    @Test
    void tiffForms() {
        try (DecodedImage decoded = decoder.decode(MadeFiles.tiff(2, 1, 8, 3, 2, new byte[] {1, 2, 3, 4, 5, 6}))) {
            assertThat(decoded.picture().toByteArray()).containsExactly(3, 2, 1, 6, 5, 4);
        }
        byte[] wide = MadeFiles.tiff(1, 1, 16, 3, 2, new byte[] {1, 2, 3, 4, 5, 6});
        try (DecodedImage decoded = decoder.decode(wide)) {
            assertThat(Drawn.pixel(decoded.picture(), 0, 0)).containsExactly(0x506, 0x304, 0x102);
        }
        byte[] unmultiplied = MadeFiles.tiff(1, 1, 8, 4, 2, new byte[] {100, 50, 20, (byte) 128}, 338, 2);
        try (DecodedImage decoded = decoder.decode(unmultiplied)) {
            assertThat(Drawn.pixel(decoded.picture(), 0, 0)).containsExactly(20, 50, 100, 128);
        }
        byte[] multiplied = MadeFiles.tiff(1, 1, 8, 4, 2, new byte[] {100, 50, 20, (byte) 128}, 338, 1);
        try (DecodedImage decoded = decoder.decode(multiplied)) {
            int[] bgra = Drawn.pixel(decoded.picture(), 0, 0);
            assertThat(bgra[3]).isEqualTo(128);
            assertThat(bgra[2]).isBetween(198, 200);
            assertThat(bgra[1]).isBetween(99, 101);
        }
        byte[] grayAlpha = MadeFiles.tiff(1, 1, 8, 2, 1, new byte[] {100, 50}, 338, 2);
        try (DecodedImage decoded = decoder.decode(grayAlpha)) {
            assertThat(Drawn.pixel(decoded.picture(), 0, 0)).containsExactly(100, 100, 100, 50);
        }
        byte[] palette = MadeFiles.tiff(2, 1, 4, 1, 3, new byte[] {0x0F}, 320, 0);
        try (DecodedImage decoded = decoder.decode(palette)) {
            int blue = 65_535 / 15 >> 8;
            assertThat(Drawn.pixel(decoded.picture(), 0, 0)).containsExactly(blue, 255, 0);
            assertThat(Drawn.pixel(decoded.picture(), 1, 0)).containsExactly(blue, 0, 255);
        }
        byte[] bilevel = MadeFiles.tiff(2, 1, 1, 1, 1, new byte[] {(byte) 0b01000000});
        try (DecodedImage decoded = decoder.decode(bilevel);
                Picture bgr = decoded.picture().toBgr8()) {
            assertThat(bgr.toByteArray()).containsExactly(0, 0, 0, -1, -1, -1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "ZLib", "PackBits", "Deflate"})
    void tiffCompressions(String compression) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1200; i++) {
            image.setRGB(i % 40, i / 40, i * 4099);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("tiff").next();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            var parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(javax.imageio.ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType(compression);
            writer.setOutput(out);
            writer.write(null, new javax.imageio.IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        try (DecodedImage decoded = decoder.decode(bytes.toByteArray())) {
            requireSame(image, decoded.picture());
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_USHORT_565_RGB,
                BufferedImage.TYPE_USHORT_555_RGB
            })
    void bmpForms(int type) throws IOException {
        BufferedImage image = new BufferedImage(19, 11, type);
        for (int i = 0; i < 19 * 11; i++) {
            image.setRGB(i % 19, i / 19, 0xFF000000 | i * 76_543);
        }
        try (DecodedImage decoded = decoder.decode(written(image, "bmp"));
                Picture bgr = decoded.picture().toBgr8()) {
            assertThat(decoded.format()).isEqualTo(ImageFormat.BMP);
            requireSame(image, bgr);
        }
    }

    @Test
    void theFourthByteOfAPlainBmpIsNoAlpha() {
        ByteBuffer file = ByteBuffer.allocate(14 + 40 + 8).order(ByteOrder.LITTLE_ENDIAN);
        file.put(MadeFiles.ascii("BM")).putInt(62).putInt(0).putInt(54);
        file.putInt(40)
                .putInt(2)
                .putInt(-1)
                .putShort((short) 1)
                .putShort((short) 32)
                .putInt(0)
                .putInt(8);
        file.position(54).put(new byte[] {1, 2, 3, 0, 4, 5, 6, 0});
        try (DecodedImage decoded = decoder.decode(file.array());
                Picture bgr = decoded.picture().toBgr8()) {
            assertThat(bgr.toByteArray()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void jpegIsDecodedAtAFraction() {
        try (Picture picture = Drawn.scene(801, 602)) {
            byte[] file = ImageEncoder.encode(picture, new ImageEncoder.Jpeg(95, ImageEncoder.Subsampling.S420, false));
            int[][] cases = {
                {801, 1, 801, 602},
                {402, 1, 801, 602},
                {401, 2, 401, 301},
                {201, 4, 201, 151},
                {150, 4, 201, 151},
                {10, 8, 101, 76}
            };
            for (int[] each : cases) {
                try (DecodedImage decoded = decoder.decodeReduced(file, each[0]);
                        Picture expected = Resizer.resize(picture, each[2], each[3])) {
                    assertThat(decoded.reduction()).as("at least " + each[0]).isEqualTo(each[1]);
                    assertThat(decoded.storedWidth()).isEqualTo(801);
                    assertThat(Drawn.difference(expected, decoded.picture())).isLessThan(3);
                }
            }
            byte[] turned = MadeFiles.withSegment(file, MadeFiles.APP1, MadeFiles.exif(6, true));
            try (DecodedImage decoded = decoder.decodeReduced(turned, 100)) {
                assertThat(decoded.picture().width()).isEqualTo(76);
                assertThat(decoded.picture().height()).isEqualTo(101);
            }
        }
        try (Picture gray = Drawn.grayScene(400, 300)) {
            byte[] file = ImageEncoder.encode(gray, new ImageEncoder.Jpeg(95, ImageEncoder.Subsampling.S444, true));
            try (DecodedImage decoded = decoder.decodeReduced(file, 100)) {
                assertThat(decoded.picture().format()).isEqualTo(PixelFormat.GRAY8);
                assertThat(decoded.picture().width()).isEqualTo(100);
            }
            try (DecodedImage png = decoder.decodeReduced(ImageEncoder.encode(gray, new ImageEncoder.Png(1)), 10)) {
                assertThat(png.reduction()).isEqualTo(1);
            }
        }
    }

    /** One row of the indices 0, 1, 2 ... of some bits each. */
    private static byte[] packed(int count, int bits) {
        byte[] row = new byte[(count * bits + 7) / 8];
        for (int i = 0; i < count; i++) {
            row[i * bits / 8] |= (byte) (i << (8 - bits - i * bits % 8));
        }
        return row;
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static void requireSame(BufferedImage expected, Picture actual) {
        assertThat(actual.width()).isEqualTo(expected.getWidth());
        int channels = actual.format().channels();
        byte[] samples = actual.toByteArray();
        for (int i = 0; i < expected.getWidth() * expected.getHeight(); i++) {
            int rgb = expected.getRGB(i % expected.getWidth(), i / expected.getWidth());
            int found = (samples[channels * i + 2] & 0xFF) << 16
                    | (samples[channels * i + 1] & 0xFF) << 8
                    | (samples[channels * i] & 0xFF);
            assertThat(found).as("pixel " + i).isEqualTo(rgb & 0xFFFFFF);
        }
    }
}
