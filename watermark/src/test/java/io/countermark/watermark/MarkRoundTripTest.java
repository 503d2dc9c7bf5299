package io.countermark.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MarkRoundTripTest {

    private static final MarkKey KEY = key(1);
    private static final MarkId ID = MarkId.fromHex("0123456789abcdef");

    private static Picture original;
    private static MarkedPicture marked;

    static MarkKey key(int seed) {
        byte[] secret = new byte[MarkKey.LENGTH];
        Arrays.fill(secret, (byte) seed);
        return MarkKey.of(secret);
    }

    @BeforeAll
    static void mark() {
        original = DrawnPicture.textured(1100, 900, PixelFormat.BGR8, 3);
        marked = new MarkWriter(KEY).mark(original, ID);
    }

    @AfterAll
    static void close() {
        original.close();
        marked.close();
    }

    @Test
    void isReadAsItWasWritten() {
        MarkReading reading = new MarkReader(KEY).readBlind(marked.picture());

        assertThat(reading.id()).isEqualTo(ID);
        assertThat(reading.falsePositiveBound()).isLessThan(1e-9);
        assertThat(reading.transform()).isNotNull();
        assertThat(reading.transform().scale()).isCloseTo(1100 / 1024.0, within(0.01));
        assertThat(marked.margin()).isGreaterThan(5);
    }

    @Test
    void isReadAfterJpeg60AtHalfSize() {
        assertRead(picture -> {
            try (Picture half = Changes.scaled(picture, 0.5)) {
                return Changes.jpeg(half, 60);
            }
        });
    }

    @Test
    void isReadFromAQuarterOfTheArea() {
        assertRead(picture -> Changes.cropped(picture, 0.31, 0.17, 0.5));
    }

    @Test
    void isReadMirrored() {
        assertRead(Changes::mirrored);
    }

    @Test
    void isReadTurned() {
        assertRead(picture -> Changes.turned(picture, 23));
    }

    @Test
    void saysWhatWasUndone() {
        try (Picture turned = Changes.turned(marked.picture(), 2);
                Picture suspect = Changes.mirrored(turned)) {
            MarkReading.Transform transform =
                    new MarkReader(KEY).readBlind(suspect, ReadEffort.QUICK).transform();

            assertThat(transform).isNotNull();
            assertThat(transform.mirrored()).isTrue();
            assertThat(Math.abs(transform.rotation())).isCloseTo(2, within(0.2));
            assertThat(transform.aspect()).isCloseTo(1, within(0.01));
        }
    }

    private static void assertRead(UnaryOperator<Picture> change) {
        try (Picture suspect = change.apply(marked.picture())) {
            assertThat(new MarkReader(KEY).readBlind(suspect).id()).isEqualTo(ID);
            MarkReading informed = new MarkReader(KEY).readInformed(suspect, original);
            assertThat(informed.id()).isEqualTo(ID);
            assertThat(informed.mode()).isEqualTo(MarkReading.Mode.INFORMED);
            assertThat(informed.falsePositiveBound()).isLessThan(1e-9);
        }
    }

    @Test
    void anotherKeyReadsNothing() {
        for (int seed = 2; seed < 14; seed++) {
            assertThat(new MarkReader(key(seed))
                            .readBlind(marked.picture(), ReadEffort.QUICK)
                            .found())
                    .as("key %d", seed)
                    .isFalse();
        }
        MarkReading reading = new MarkReader(KEY.derive("other tenant")).readBlind(marked.picture());
        assertThat(reading.found()).isFalse();
        assertThat(reading.falsePositiveBound()).isEqualTo(1);
        assertThat(new MarkReader(key(2))
                        .readInformed(marked.picture(), original)
                        .found())
                .isFalse();
    }

    @Test
    void anUnmarkedPictureGivesNothing() {
        MarkReader reader = new MarkReader(KEY);
        assertThat(reader.readBlind(original).found()).isFalse();
        assertThat(reader.readInformed(original, original).found()).isFalse();
        for (int seed = 100; seed < 112; seed++) {
            try (Picture picture = DrawnPicture.textured(420, 400, PixelFormat.GRAY8, seed)) {
                assertThat(reader.readBlind(picture).found())
                        .as("seed %d", seed)
                        .isFalse();
            }
        }
    }
}
