package io.countermark.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One original, a thousand recipients with ids in a row: which one leaked? */
class IssuedCopiesTest {

    private static final MarkKey KEY = MarkRoundTripTest.key(31);
    private static final List<MarkId> ISSUED =
            LongStream.range(1, 1001).mapToObj(MarkId::new).toList();
    private static final MarkReader READER = new MarkReader(KEY);

    private static Picture original;

    @BeforeAll
    static void draw() {
        original = DrawnPicture.textured(800, 700, PixelFormat.BGR8, 32);
    }

    @AfterAll
    static void close() {
        original.close();
    }

    @Test
    void tellsTheRecipientWhereNothingCanBeDecoded() {
        MarkId recipient = ISSUED.get(411);
        try (MarkedPicture marked = new MarkWriter(KEY, 50).mark(original, recipient);
                Picture small = Changes.scaled(marked.picture(), 0.35);
                Picture suspect = Changes.jpeg(small, 40)) {
            assertThat(READER.readInformed(suspect, original).found())
                    .as("decoded without the list; then this proves nothing")
                    .isFalse();

            MarkReading reading = READER.readInformed(suspect, original, ISSUED);

            assertThat(reading.id()).isEqualTo(recipient);
            assertThat(reading.proof()).isEqualTo(MarkReading.Proof.ISSUED_COPY);
            assertThat(reading.falsePositiveBound()).isLessThan(1e-9);
            assertThat(reading.others()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void namesOnlyThoseWhoseCopiesWereAveraged(int colluders) {
        SplittableRandom random = new SplittableRandom(40 + colluders);
        List<MarkId> guilty = new ArrayList<>();
        while (guilty.size() < colluders) {
            MarkId id = ISSUED.get(random.nextInt(ISSUED.size()));
            if (!guilty.contains(id)) {
                guilty.add(id);
            }
        }
        try (Picture average = average(guilty);
                Picture suspect = Changes.jpeg(average, 75)) {
            MarkReading reading = READER.readInformed(suspect, original, ISSUED);

            assertThat(reading.found()).isTrue();
            assertThat(guilty).contains(reading.id()).containsAll(reading.others());
            assertThat(reading.others()).doesNotContain(reading.id());
        }
    }

    private static Picture average(List<MarkId> ids) {
        int[] sums = new int[original.toByteArray().length];
        for (MarkId id : ids) {
            try (MarkedPicture marked = new MarkWriter(KEY).mark(original, id)) {
                byte[] samples = marked.picture().toByteArray();
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += samples[i] & 0xFF;
                }
            }
        }
        byte[] mean = new byte[sums.length];
        for (int i = 0; i < sums.length; i++) {
            mean[i] = (byte) Math.round(sums[i] / (float) ids.size());
        }
        return Picture.of(original.width(), original.height(), PixelFormat.BGR8, mean);
    }

    @Test
    void accusesNobodyOfAnUnmarkedPicture() {
        try (Picture suspect = Changes.jpeg(original, 60)) {
            MarkReading reading = READER.readInformed(suspect, original, ISSUED);
            assertThat(reading.found()).isFalse();
            assertThat(reading.others()).isEmpty();
        }
    }

    @Test
    void accusesNobodyForACopyThatIsNotOnTheList() {
        MarkId stranger = new MarkId(0x5eed_5eed_5eed_5eedL);
        try (MarkedPicture marked = new MarkWriter(KEY, 48).mark(original, stranger)) {
            assertThat(READER.readInformed(marked.picture(), original, ISSUED).id())
                    .isIn(stranger, null);
        }
    }

    @Test
    void refusesALongerListThanItCanTellApart() {
        List<MarkId> many = LongStream.rangeClosed(0, MarkReader.MOST_ISSUED)
                .mapToObj(MarkId::new)
                .toList();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> READER.readInformed(original, original, many));
    }
}
