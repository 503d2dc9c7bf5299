package io.countermark.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.countermark.imaging.Picture;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class DescriptionTest {

    private static final long SEED = 20261124;

    @Test
    void comesBackEqualFromItsBinaryForm() {
        Description description = describe(5, 500, 400);
        byte[] bytes = description.toByteArray();
        Description back = Description.parse(bytes);
        assertEquals(description, back);
        assertArrayEquals(bytes, back.toByteArray());
        assertEquals(description.pdq(), back.pdq());
        assertEquals(description.featureCount(), back.featureCount());
        assertThat(back.featureCount()).isGreaterThan(100);
        assertThat(back.features().x()[7])
                .isCloseTo(description.features().x()[7], org.assertj.core.data.Offset.offset(1 / 16f));
    }

    @Test
    void isTheSameEveryTime() {
        assertArrayEquals(
                describe(6, 320, 300).toByteArray(), describe(6, 320, 300).toByteArray());
    }

    @Test
    void aPictureWithoutTextureIsDescribedAsSuch() {
        byte[] white = new byte[80 * 60 * 3];
        Arrays.fill(white, (byte) 255);
        try (Picture picture = MadePicture.open(white, 80, 60)) {
            Description description = Describer.describe(white, picture);
            assertEquals(0, description.quality());
            assertEquals(0, description.featureCount());
            assertEquals(description, Description.parse(description.toByteArray()));
        }
    }

    @Test
    void aDamagedDescriptionIsRefusedByTypeAndNothingElse() {
        byte[] bytes = describe(9, 300, 260).toByteArray();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 10_000; i++) {
            int round = i;
            byte[] damaged = damage(bytes, random);
            if (!Arrays.equals(bytes, damaged)) {
                assertThrows(
                        DescriptionException.class,
                        () -> Description.parse(damaged),
                        () -> "seed " + SEED + ", round " + round);
            }
        }
    }

    /** Damage with a mended checksum reaches the fields behind it: either they are in range, or the refusal is typed. */
    @Test
    void damageBehindAValidChecksumIsReadOrRefusedByType() {
        byte[] bytes = describe(10, 300, 260).toByteArray();
        SplittableRandom random = new SplittableRandom(SEED + 1);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = bytes.clone();
            int at = 10 + random.nextInt(130);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            mend(damaged);
            try {
                Description.parse(damaged);
            } catch (DescriptionException e) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", SEED + 1).isBetween(500, 9_500);
    }

    @Test
    void aNewerVersionIsAnotherErrorThanDamage() {
        byte[] bytes = describe(11, 300, 260).toByteArray();
        bytes[5] = 9;
        assertThrows(CorruptDescriptionException.class, () -> Description.parse(bytes));
        mend(bytes);
        UnsupportedDescriptionException newer =
                assertThrows(UnsupportedDescriptionException.class, () -> Description.parse(bytes));
        assertEquals(9, newer.version());
    }

    private static void mend(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) checksum.getValue());
    }

    private static byte[] damage(byte[] bytes, SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
            case 2 -> {
                byte[] flipped = bytes.clone();
                flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            default -> {
                byte[] overwritten = bytes.clone();
                int from = random.nextInt(bytes.length);
                for (int i = from; i < Math.min(bytes.length, from + 1 + random.nextInt(40)); i++) {
                    overwritten[i] = (byte) random.nextInt();
                }
                yield overwritten;
            }
        };
    }

    private static Description describe(long seed, int width, int height) {
        byte[] bgr = MadePicture.scene(seed, width, height);
        try (Picture picture = MadePicture.open(bgr, width, height)) {
            return Describer.describe(bgr, picture);
        }
    }
}
