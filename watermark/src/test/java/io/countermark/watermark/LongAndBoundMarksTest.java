package io.countermark.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LongAndBoundMarksTest {

    private static final MarkKey KEY = MarkRoundTripTest.key(51);

    @Test
    void an128BitIdIsReadBothWays() {
        MarkId id = MarkId.fromHex("00112233445566778899aabbccddeeff");
        try (Picture original = DrawnPicture.textured(1200, 1000, PixelFormat.BGR8, 52);
                MarkedPicture marked = new MarkWriter(KEY).mark(original, id);
                Picture suspect = Changes.jpeg(marked.picture(), 60)) {
            MarkReader reader = new MarkReader(KEY);
            for (MarkReading reading : new MarkReading[] {
                reader.readBlind(suspect, ReadEffort.QUICK), reader.readInformed(suspect, original)
            }) {
                assertThat(reading.id()).isEqualTo(id);
                assertThat(reading.falsePositiveBound()).isLessThan(1e-9);
                assertThat(reading.proof()).isEqualTo(MarkReading.Proof.DECODED);
            }
        }
    }

    @Test
    void idsAreWrittenInHexadecimal() {
        assertThat(MarkId.fromHex("4D2").toHex()).isEqualTo("00000000000004d2");
        assertThat(new MarkId(1, 2).toHex()).isEqualTo("00000000000000010000000000000002");
        assertThat(MarkId.fromHex(new MarkId(-1, 7).toHex())).isEqualTo(new MarkId(-1, 7));
        for (String wrong : new String[] {"", "12345678901234567", "g", "-1", "0".repeat(33)}) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> MarkId.fromHex(wrong));
        }
    }

    /** A mark lifted off one picture and laid onto another is a true mark of the key, yet not of that picture. */
    @Test
    void aTransplantedMarkIsRefused() {
        MarkKey here = KEY.boundTo("picture one".getBytes(StandardCharsets.UTF_8));
        MarkKey there = KEY.boundTo("picture two".getBytes(StandardCharsets.UTF_8));
        MarkId id = new MarkId(77);
        try (Picture one = DrawnPicture.textured(700, 600, PixelFormat.GRAY8, 53);
                Picture two = DrawnPicture.textured(700, 600, PixelFormat.GRAY8, 54);
                MarkedPicture marked = new MarkWriter(here).mark(one, id);
                Picture transplanted = transplanted(one, marked.picture(), two)) {
            assertThat(new MarkReader(here)
                            .readBlind(marked.picture(), ReadEffort.QUICK)
                            .id())
                    .isEqualTo(id);
            assertThat(new MarkReader(here).readInformed(transplanted, two).id())
                    .as("the mark itself came over")
                    .isEqualTo(id);

            assertThat(new MarkReader(there).readInformed(transplanted, two).found())
                    .isFalse();
            assertThat(new MarkReader(there)
                            .readBlind(transplanted, ReadEffort.QUICK)
                            .found())
                    .isFalse();
            assertThat(new MarkReader(KEY)
                            .readBlind(marked.picture(), ReadEffort.QUICK)
                            .found())
                    .isFalse();
        }
    }

    private static Picture transplanted(Picture from, Picture marked, Picture onto) {
        byte[] before = from.toByteArray();
        byte[] after = marked.toByteArray();
        byte[] other = onto.toByteArray();
        for (int i = 0; i < other.length; i++) {
            other[i] = (byte) Math.clamp((other[i] & 0xFF) + (after[i] & 0xFF) - (before[i] & 0xFF), 0, 255);
        }
        return Picture.of(onto.width(), onto.height(), onto.format(), other);
    }

    @Test
    void aBoundKeyIsNeverStored() {
        MarkKey bound = KEY.boundTo(new byte[] {1});
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(bound::toByteArray);
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> KEY.boundTo(new byte[0]));
        assertThat(bound.pilotKey()).isEqualTo(KEY.pilotKey());
        assertThat(bound.payloadKey()).isNotEqualTo(KEY.payloadKey());
    }
}
