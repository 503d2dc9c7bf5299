package io.countermark.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import io.countermark.imaging.Resizer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingReportTest {

    private static final MarkId ID = new MarkId(0x77);

    @Test
    void theRegisteredSuspectLiesOnTheOriginal() {
        MarkKey key = MarkRoundTripTest.key(21);
        try (Picture original = DrawnPicture.textured(900, 640, PixelFormat.BGR8, 21);
                MarkedPicture marked = new MarkWriter(key).mark(original, ID);
                Picture suspect = Resizer.resize(marked.picture(), 700, 520)) {
            MarkReading reading = new MarkReader(key).readInformed(suspect, original);
            assertEquals(ID, reading.id());
            ReadingReport report = new ReadingReport(reading);
            try (Picture sheet = report.picture(suspect, original)) {
                int panel = (sheet.width() - 24) / 3;
                assertEquals(900, panel);
                assertEquals(640, sheet.height());
                byte[] samples = sheet.toByteArray();
                double aligned = difference(samples, sheet.width(), 0, panel + 12);
                double shifted = difference(samples, sheet.width(), 0, panel + 16);
                assertThat(aligned).isLessThan(0.6 * shifted);
            }
            Map<String, Object> fields = report.fields();
            assertEquals(ID.toHex(), fields.get("id"));
            assertEquals("decoded", fields.get("proof"));
            assertThat((Integer) fields.get("bitErrors")).isLessThan(100);
            assertThat(((Map<?, ?>) fields.get("tiles")).get("z"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .hasSize(8 * 5);
        }
    }

    /** Mean over a middle part of two panels that begin at these columns. */
    private static double difference(byte[] samples, int width, int left, int other) {
        long sum = 0;
        int count = 0;
        for (int y = 100; y < 500; y++) {
            for (int x = 100; x < 700; x++) {
                int a = 3 * (y * width + left + x);
                int b = 3 * (y * width + other + x);
                sum += Math.abs((samples[a] & 0xFF) - (samples[b] & 0xFF));
                count++;
            }
        }
        return (double) sum / count;
    }

    @Test
    void aCropIsHotOnlyWhereItReaches() {
        MarkKey key = MarkRoundTripTest.key(22);
        try (Picture original = DrawnPicture.textured(1024, 768, PixelFormat.BGR8, 22);
                MarkedPicture marked = new MarkWriter(key).mark(original, ID);
                Picture left = leftHalf(marked.picture())) {
            MarkReading reading = new MarkReader(key).readInformed(left, original);
            assertEquals(ID, reading.id());
            TileMap tiles = reading.evidence().tiles();
            double reached = 0;
            double beyond = 0;
            for (int row = 0; row < 6; row++) {
                for (int column = 0; column < 8; column++) {
                    if (column < 4) {
                        reached += tiles.z(column, row) / 24;
                    } else if (column > 4) {
                        beyond = Math.max(beyond, Math.abs(tiles.z(column, row)));
                    }
                }
            }
            assertThat(reached).isGreaterThan(3);
            assertThat(beyond).isLessThan(reached);
        }
    }

    private static Picture leftHalf(Picture picture) {
        byte[] all = picture.toByteArray();
        int row = 3 * picture.width();
        byte[] half = new byte[all.length / 2];
        for (int y = 0; y < picture.height(); y++) {
            System.arraycopy(all, y * row, half, y * row / 2, row / 2);
        }
        return Picture.of(picture.width() / 2, picture.height(), PixelFormat.BGR8, half);
    }

    @Test
    void nothingFoundHasNothingToShow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReadingReport(MarkReading.nothing(MarkReading.Mode.BLIND)));
    }
}
