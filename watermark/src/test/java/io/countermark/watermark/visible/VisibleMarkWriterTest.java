package io.countermark.watermark.visible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import io.countermark.watermark.visible.VisibleMarkRefusedException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleMarkWriterTest {

    private static final int WIDTH = 600;
    private static final int HEIGHT = 400;

    private final VisibleMarkWriter writer = new VisibleMarkWriter(ChannelPolicy.bundled());

    private static VisibleMark.Content text() {
        try {
            return VisibleMark.Text.of("SHOP 24");
        } catch (VisibleMarkRefusedException e) {
            assumeTrue(e.reason() != Reason.NO_GLYPH, "skipped: this computer has no fonts");
            throw e;
        }
    }

    private static VisibleMark once(VisibleMark.Content content, Anchor anchor) {
        return new VisibleMark(content, new VisibleMark.Single(anchor, 0.03), 0.3, 1);
    }

    private static Picture gray(int level) {
        byte[] samples = new byte[WIDTH * HEIGHT];
        Arrays.fill(samples, (byte) level);
        return Picture.of(WIDTH, HEIGHT, PixelFormat.GRAY8, samples);
    }

    /** A logo of one colour with an opaque left half. */
    private static Picture logo() {
        byte[] samples = new byte[40 * 40 * 4];
        for (int i = 0; i < 1600; i++) {
            samples[4 * i + 2] = (byte) 200;
            samples[4 * i + 3] = (byte) (i % 40 < 20 ? 255 : 0);
        }
        return Picture.of(40, 40, PixelFormat.BGRA8, samples);
    }

    /** Smallest rectangle of what differs: left, top, right, bottom, all inclusive. */
    private static int[] changed(Picture before, Picture after) {
        byte[] a = before.toByteArray();
        byte[] b = after.toByteArray();
        int pixel = a.length / (before.width() * before.height());
        int[] box = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                int x = i / pixel % before.width();
                int y = i / pixel / before.width();
                box = new int[] {Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)};
            }
        }
        return box;
    }

    @ParameterizedTest
    @EnumSource(Anchor.class)
    void standsWhereItShouldAndIsAsWideAsAsked(Anchor anchor) {
        try (Picture picture = gray(180);
                VisibleMarkWriter.Drawn drawn = writer.write(picture, once(text(), anchor), null)) {
            int[] box = changed(picture, drawn.picture());
            assertThat(box[2] - box[0]).isBetween(180, 200);
            String name = anchor.name();
            double x = (box[0] + box[2]) / 2.0 / WIDTH;
            double y = (box[1] + box[3]) / 2.0 / HEIGHT;
            assertThat(x < 0.4).isEqualTo(name.contains("LEFT"));
            assertThat(x > 0.6).isEqualTo(name.contains("RIGHT"));
            assertThat(y < 0.4).isEqualTo(name.contains("TOP"));
            assertThat(y > 0.6).isEqualTo(name.contains("BOTTOM"));
            assertThat(box[0]).isGreaterThanOrEqualTo(10);
            assertThat(box[3]).isLessThan(HEIGHT - 10);
        }
    }

    @ParameterizedTest
    @CsvSource({"255, 16", "230, 16", "10, 255", "100, 255"})
    void isDarkOnLightAndLightOnDark(int ground, int ink) {
        try (Picture picture = gray(ground);
                VisibleMarkWriter.Drawn drawn = writer.write(picture, once(text(), Anchor.CENTRE), null)) {
            int[] counts = new int[256];
            for (byte sample : drawn.picture().toByteArray()) {
                counts[sample & 0xFF]++;
            }
            assertThat(counts[ink]).isGreaterThan(1500);
        }
    }

    @Test
    void aWordAcrossAnEdgeCanBeReadOnBothSides() {
        byte[] samples = new byte[WIDTH * HEIGHT];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % WIDTH < WIDTH / 2 ? 20 : 250);
        }
        try (Picture picture = Picture.of(WIDTH, HEIGHT, PixelFormat.GRAY8, samples);
                VisibleMarkWriter.Drawn drawn = writer.write(
                        picture, new VisibleMark(text(), new VisibleMark.Single(Anchor.CENTRE, 0), 0.9, 1), null)) {
            byte[] out = drawn.picture().toByteArray();
            int lightOnDark = 0;
            int darkOnLight = 0;
            for (int i = 0; i < out.length; i++) {
                int x = i % WIDTH;
                lightOnDark += x < 200 && (out[i] & 0xFF) > 200 ? 1 : 0;
                darkOnLight += x > 400 && (out[i] & 0xFF) < 70 ? 1 : 0;
            }
            assertThat(lightOnDark).isGreaterThan(1500);
            assertThat(darkOnLight).isGreaterThan(1500);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-90, -30, 0, 30, 45, 90})
    void tilesLeaveNoCleanQuarter(double angle) {
        VisibleMark mark = new VisibleMark(text(), new VisibleMark.Tiled(angle, 0.5), 0.2, 0.4);
        try (Picture picture = gray(120);
                VisibleMarkWriter.Drawn drawn = writer.write(picture, mark, "preview.buyer")) {
            assertEquals(MarkChannel.Rule.WANTED, drawn.channel().rule());
            assertThat(drawn.marks()).isGreaterThan(6);
            byte[] out = drawn.picture().toByteArray();
            int side = 180;
            for (int top = 0; top + side <= HEIGHT; top += 20) {
                for (int left = 0; left + side <= WIDTH; left += 20) {
                    assertThat(marked(out, left, top, side)).isGreaterThan(100);
                }
            }
        }
    }

    private static int marked(byte[] samples, int left, int top, int side) {
        int marked = 0;
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                marked += samples[y * WIDTH + x] != 120 ? 1 : 0;
            }
        }
        return marked;
    }

    @Test
    void opacityIsAShareOfTheInk() {
        try (Picture picture = gray(200);
                VisibleMarkWriter.Drawn drawn = writer.write(
                        picture, new VisibleMark(text(), new VisibleMark.Single(Anchor.CENTRE, 0), 0.8, 0.25), null)) {
            int least = 255;
            for (byte sample : drawn.picture().toByteArray()) {
                least = Math.min(least, sample & 0xFF);
            }
            assertEquals(154, least, 1);
        }
    }

    @Test
    void aLogoKeepsItsColourAndItsHoles() {
        byte[] black = new byte[WIDTH * HEIGHT * 3];
        try (Picture own = logo();
                Picture picture = Picture.of(WIDTH, HEIGHT, PixelFormat.BGR8, black);
                VisibleMarkWriter.Drawn drawn = writer.write(
                        picture,
                        new VisibleMark(new VisibleMark.Logo(own), new VisibleMark.Single(Anchor.CENTRE, 0), 0.2, 1),
                        null)) {
            byte[] out = drawn.picture().toByteArray();
            int left = 3 * (HEIGHT / 2 * WIDTH + WIDTH / 2 - 30);
            int right = 3 * (HEIGHT / 2 * WIDTH + WIDTH / 2 + 40);
            assertEquals(200, out[left + 2] & 0xFF, 2);
            assertEquals(0, out[left] & 0xFF, 2);
            assertEquals(0, out[right + 2] & 0xFF, 2);
        }
    }

    @Test
    void sixteenBitsAndAlphaStay() {
        ByteBuffer samples = ByteBuffer.allocate(WIDTH * HEIGHT * 8).order(ByteOrder.nativeOrder());
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            for (int c = 0; c < 3; c++) {
                samples.putShort((short) (200 * 257 + i % 7));
            }
            samples.putShort((short) 12345);
        }
        try (Picture picture = Picture.of(WIDTH, HEIGHT, PixelFormat.BGRA16, samples.array());
                VisibleMarkWriter.Drawn drawn = writer.write(picture, once(text(), Anchor.TOP), null)) {
            assertEquals(PixelFormat.BGRA16, drawn.picture().format());
            ByteBuffer out = ByteBuffer.wrap(drawn.picture().toByteArray()).order(ByteOrder.nativeOrder());
            int least = 0xFFFF;
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                assertEquals(12345, out.getShort(8 * i + 6));
                least = Math.min(least, out.getShort(8 * i) & 0xFFFF);
            }
            assertEquals(16 * 257, least, 3);
            assertThat(changed(picture, drawn.picture())[3]).isLessThan(HEIGHT / 2);
        }
    }

    @Test
    void aForbiddenChannelIsNeverDrawnFor() {
        try (Picture picture = gray(255)) {
            byte[] before = picture.toByteArray();
            assertThatExceptionOfType(VisibleMarkRefusedException.class)
                    .isThrownBy(() -> writer.write(picture, once(text(), Anchor.CENTRE), "amazon.main"))
                    .satisfies(e -> assertEquals("channel-forbids", e.reason().code()));
            assertThat(picture.toByteArray()).isEqualTo(before);
        }
    }

    @Test
    void whatNobodyCouldReadIsRefused() {
        try (Picture tiny = Picture.of(40, 40, PixelFormat.GRAY8, new byte[1600]);
                Picture thin = Picture.of(70, 300, PixelFormat.GRAY8, new byte[21_000])) {
            for (Picture picture : new Picture[] {tiny, thin}) {
                assertThatExceptionOfType(VisibleMarkRefusedException.class)
                        .isThrownBy(() -> writer.write(
                                picture, new VisibleMark(text(), new VisibleMark.Single(Anchor.TOP, 0), 0.02, 1), null))
                        .satisfies(e -> assertEquals(Reason.TOO_SMALL, e.reason()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two\nlines"})
    void badTextsAreRefused(String words) {
        assertThatExceptionOfType(VisibleMarkRefusedException.class)
                .isThrownBy(() -> VisibleMark.Text.of(words))
                .satisfies(e -> assertEquals(Reason.BAD_TEXT, e.reason()));
    }

    @Test
    void aFileThatIsNoFontIsRefused() {
        assertThatExceptionOfType(VisibleMarkRefusedException.class)
                .isThrownBy(() -> Typeface.of(new byte[100]))
                .satisfies(e -> assertThat(e.reason()).isIn(Reason.BAD_FONT, Reason.NO_GLYPH));
    }
}
