package io.countermark.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PdqTest {

    /** Blue, green, red bytes as rows, without a {@code Picture} around them. */
    record BgrRows(byte[] bgr, int width, int height) implements LumaRows {
        @Override
        public void read(int y, float[] into) {
            for (int x = 0; x < width; x++) {
                int i = (y * width + x) * 3;
                into[x] = LumaRows.luma(bgr[i + 2] & 0xff, bgr[i + 1] & 0xff, bgr[i] & 0xff);
            }
        }
    }

    @TestFactory
    List<DynamicTest> agreesWithTheReferenceBitForBit() {
        return PdqReferenceVectors.read().stream()
                .map(vector -> DynamicTest.dynamicTest(vector.name(), () -> {
                    PdqFingerprint found = describe(vector.name());
                    assertEquals(vector.forms(), found.hashes());
                    assertEquals(vector.quality(), found.quality());
                }))
                .toList();
    }

    @Test
    void everyMadePictureHasAVector() {
        assertEquals(
                PdqReferenceVectors.names(),
                PdqReferenceVectors.read().stream()
                        .map(PdqReferenceVectors.Vector::name)
                        .toList());
    }

    /** Form k of a picture against the plain hash of the picture transformed: sampling differs by a pixel, so a few bits may. */
    @Test
    void aFormIsTheHashOfTheTransformedPicture() {
        for (long seed = 0; seed < 12; seed++) {
            int width = 400 + (int) seed * 8;
            int height = 360 + (int) seed * 24;
            byte[] bgr = MadePicture.scene(seed, width, height);
            PdqFingerprint plain = Pdq.describe(new BgrRows(bgr, width, height));
            for (Dihedral form : Dihedral.values()) {
                BgrRows turned = turn(bgr, width, height, form);
                assertThat(Pdq.describe(turned).hash().hammingDistance(plain.hash(form)))
                        .as("seed %d, %s", seed, form)
                        .isLessThanOrEqualTo(16);
            }
        }
    }

    @Test
    void aPictureTooSmallToHashHasNoQuality() {
        for (int[] size : new int[][] {{1, 1}, {4, 300}, {300, 4}}) {
            PdqFingerprint found = Pdq.describe(new BgrRows(MadePicture.scene(1, size[0], size[1]), size[0], size[1]));
            assertEquals(0, found.quality());
            assertEquals("0".repeat(64), found.hash().toHex());
        }
    }

    @Test
    void aFlatPictureHasNoQuality() {
        byte[] white = new byte[300 * 200 * 3];
        java.util.Arrays.fill(white, (byte) 255);
        assertEquals(0, Pdq.describe(new BgrRows(white, 300, 200)).quality());
    }

    @Test
    void hexadecimalGoesBothWays() {
        String hex = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
        assertEquals(hex, PdqHash.fromHex(hex).toHex());
    }

    private static PdqFingerprint describe(String name) {
        return Pdq.describe(new BgrRows(
                PdqReferenceVectors.draw(name), PdqReferenceVectors.width(name), PdqReferenceVectors.height(name)));
    }

    /** The names are the reference's: rotations counter-clockwise, flip-x about the horizontal axis, flip-plus-1 the transposition. */
    private static BgrRows turn(byte[] bgr, int width, int height, Dihedral form) {
        boolean transposed = switch (form) {
            case ORIGINAL, ROTATE_180, FLIP_X, FLIP_Y -> false;
            case ROTATE_90, ROTATE_270, FLIP_PLUS_1, FLIP_MINUS_1 -> true;
        };
        int w = transposed ? height : width;
        int h = transposed ? width : height;
        byte[] out = new byte[bgr.length];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int sx = switch (form) {
                    case ORIGINAL, FLIP_X -> x;
                    case ROTATE_180, FLIP_Y -> width - 1 - x;
                    case ROTATE_90, FLIP_MINUS_1 -> width - 1 - y;
                    case ROTATE_270, FLIP_PLUS_1 -> y;
                };
                int sy = switch (form) {
                    case ORIGINAL, FLIP_Y -> y;
                    case ROTATE_180, FLIP_X -> height - 1 - y;
                    case ROTATE_90, FLIP_PLUS_1 -> x;
                    case ROTATE_270, FLIP_MINUS_1 -> height - 1 - x;
                };
                System.arraycopy(bgr, (sy * width + sx) * 3, out, (y * w + x) * 3, 3);
            }
        }
        return new BgrRows(out, w, h);
    }
}
