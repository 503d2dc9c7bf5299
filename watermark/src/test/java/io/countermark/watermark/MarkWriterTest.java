package io.countermark.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MarkWriterTest {

    private static final MarkKey KEY = MarkRoundTripTest.key(7);
    private static final MarkId ID = new MarkId(0xCAFEBABE_DEADBEEFL);
    private final MarkWriter writer = new MarkWriter(KEY);

    @ParameterizedTest
    @EnumSource(PixelFormat.class)
    void keepsTheNatureOfThePicture(PixelFormat format) {
        try (Picture picture = DrawnPicture.textured(600, 500, format, 11);
                MarkedPicture marked = writer.mark(picture, ID)) {
            assertThat(marked.picture().format()).isEqualTo(format);
            assertThat(marked.picture().width()).isEqualTo(600);
            assertThat(marked.picture().height()).isEqualTo(500);
            assertThat(new MarkReader(KEY).readBlind(marked.picture()).id()).isEqualTo(ID);
            if (format.hasAlpha()) {
                assertThat(alpha(marked.picture())).isEqualTo(alpha(picture));
            }
        }
    }

    private static byte[] alpha(Picture picture) {
        byte[] all = picture.toByteArray();
        int sample = picture.format().bytesPerSample();
        byte[] alpha = new byte[all.length / 4];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = all[i / sample * 4 * sample + 3 * sample + i % sample];
        }
        return alpha;
    }

    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"GRAY8", "BGR8", "BGR16", "BGRA8"})
    void leavesPureWhiteAlone(PixelFormat format) {
        try (Picture picture = DrawnPicture.onWhite(900, 700, format, 12);
                MarkedPicture marked = writer.mark(picture, ID)) {
            byte[] before = picture.toByteArray();
            byte[] after = marked.picture().toByteArray();
            int colours = Math.min(3, format.channels()) * format.bytesPerSample();
            int pixel = format.channels() * format.bytesPerSample();
            int white = 0;
            for (int at = 0; at < before.length; at += pixel) {
                if (isWhite(before, at, colours)) {
                    white++;
                    assertThat(isWhite(after, at, colours)).as("byte %d", at).isTrue();
                }
            }
            assertThat(white).isGreaterThan(900 * 700 / 3);
            assertThat(after).isNotEqualTo(before);
        }
    }

    private static boolean isWhite(byte[] samples, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (samples[i] != (byte) 0xFF) {
                return false;
            }
        }
        return true;
    }

    @Test
    void tellsTheQualityItReached() {
        try (Picture picture = DrawnPicture.textured(700, 600, PixelFormat.BGR8, 13);
                MarkedPicture marked = new MarkWriter(KEY, 44).mark(picture, ID)) {
            byte[] before = picture.toByteArray();
            byte[] after = marked.picture().toByteArray();
            double squares = 0;
            for (int i = 0; i < before.length; i++) {
                double difference = (before[i] & 0xFF) - (after[i] & 0xFF);
                squares += difference * difference;
            }
            double psnr = 10 * Math.log10(255 * 255 / (squares / before.length));
            assertThat(marked.psnr()).isCloseTo(psnr, within(1e-6));
            assertThat(marked.markedPsnr()).isCloseTo(44, within(0.2));
        }
    }

    /** Fine texture drowns a mark, a smooth picture shows it: the loop writes the first as strongly as allowed and spares the other. */
    @Test
    void isAsStrongAsThePictureNeeds() {
        try (Picture smooth = DrawnPicture.onWhite(1000, 900, PixelFormat.BGR8, 16);
                Picture busy = DrawnPicture.noisy(420, 400, 17);
                MarkedPicture spared = writer.mark(smooth, ID);
                MarkedPicture strong = writer.mark(busy, ID)) {
            assertThat(spared.markedPsnr()).isGreaterThan(strong.markedPsnr() + 1);
            assertThat(strong.markedPsnr()).isBetween(40.5, 42.0);
            assertThat(spared.markedPsnr()).isLessThan(45.7);
            assertThat(spared.margin()).isGreaterThan(5);
            assertThat(strong.margin()).isLessThan(spared.margin());
        }
    }

    @Test
    void saysWhenAMarkWouldNotSurvive() {
        try (Picture busy = DrawnPicture.noisy(420, 400, 18);
                MarkedPicture weak = new MarkWriter(KEY, 50).mark(busy, ID)) {
            assertThat(weak.margin()).isNegative();
        }
    }

    @Test
    void writesTheSameBytesEachTime() {
        try (Picture picture = DrawnPicture.textured(640, 480, PixelFormat.BGR8, 14);
                MarkedPicture first = writer.mark(picture, ID);
                MarkedPicture second = new MarkWriter(KEY).mark(picture, ID);
                MarkedPicture other = writer.mark(picture, new MarkId(1))) {
            assertThat(second.picture().toByteArray()).isEqualTo(first.picture().toByteArray());
            assertThat(other.picture().toByteArray())
                    .isNotEqualTo(first.picture().toByteArray());
        }
    }

    @Test
    void refusesWhatIsTooSmall() {
        try (Picture picture = DrawnPicture.textured(399, 300, PixelFormat.BGR8, 15)) {
            assertThatExceptionOfType(MarkRefusedException.class)
                    .isThrownBy(() -> writer.mark(picture, ID))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(MarkRefusedException.Reason.TOO_SMALL))
                    .withMessageContaining("399");
        }
    }

    @Test
    void refusesWhatIsAllWhite() {
        byte[] white = new byte[500 * 500 * 3];
        Arrays.fill(white, (byte) 0xFF);
        try (Picture picture = Picture.of(500, 500, PixelFormat.BGR8, white)) {
            assertThatExceptionOfType(MarkRefusedException.class)
                    .isThrownBy(() -> writer.mark(picture, ID))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(MarkRefusedException.Reason.TOO_LITTLE_CARRIER));
        }
    }

    @Test
    void refusesAStrengthThatWouldBeSeenOrLost() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new MarkWriter(KEY, 20));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new MarkWriter(KEY, Double.NaN));
    }
}
