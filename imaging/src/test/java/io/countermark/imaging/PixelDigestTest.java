package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;

class PixelDigestTest {

    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    @Test
    void theHashedFormIsTheDocumentedOne() throws NoSuchAlgorithmException {
        byte[] form = MadeFiles.written(out -> {
            out.writeBytes("countermark-px-1");
            out.writeInt(2);
            out.writeInt(1);
            out.write(3);
            out.write(1);
            out.write(new byte[] {1, 2, 3, 4, 5, 6});
        });
        try (Picture picture = Picture.of(2, 1, PixelFormat.BGR8, new byte[] {1, 2, 3, 4, 5, 6})) {
            assertThat(PixelDigest.sha256(picture))
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(form));
        }
    }

    @Test
    void sixteenBitIsHashedBigEndian() throws NoSuchAlgorithmException {
        byte[] form = MadeFiles.written(out -> {
            out.writeBytes("countermark-px-1");
            out.writeInt(1);
            out.writeInt(2);
            out.write(1);
            out.write(2);
            out.writeShort(0x1234);
            out.writeShort(0xFFFF);
        });
        try (Picture picture = Picture.allocate(1, 2, PixelFormat.GRAY16)) {
            MemorySegment.copy(
                    new short[] {0x1234, (short) 0xFFFF}, 0, picture.samples(), ValueLayout.JAVA_SHORT, 0, 2);
            assertThat(PixelDigest.sha256(picture))
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(form));
        }
    }

    @Test
    void theSamePictureInAnotherFormHasTheSameDigest() {
        try (Picture gray = Drawn.grayScene(20, 10);
                Picture colour = gray.toBgr8();
                Picture wide = Picture.allocate(20, 10, PixelFormat.GRAY16);
                Picture opaque = Picture.allocate(20, 10, PixelFormat.BGRA8)) {
            byte[] samples = gray.toByteArray();
            for (int i = 0; i < samples.length; i++) {
                wide.samples().setAtIndex(ValueLayout.JAVA_SHORT, i, (short) ((samples[i] & 0xFF) * 257));
                for (int c = 0; c < 4; c++) {
                    opaque.samples().set(ValueLayout.JAVA_BYTE, 4L * i + c, c == 3 ? -1 : samples[i]);
                }
            }
            byte[] expected = PixelDigest.sha256(gray);
            assertThat(PixelDigest.sha256(colour)).isEqualTo(expected);
            assertThat(PixelDigest.sha256(wide)).isEqualTo(expected);
            assertThat(PixelDigest.sha256(opaque)).isEqualTo(expected);
        }
    }

    @Test
    void theFileAroundThePixelsDoesNotMatter() {
        try (Picture picture = Drawn.scene(40, 30);
                DecodedImage png = decoder.decode(ImageEncoder.encode(picture, new ImageEncoder.Png(1)));
                DecodedImage webP = decoder.decode(ImageEncoder.encode(picture, new ImageEncoder.WebP(101)))) {
            assertThat(PixelDigest.sha256(png.picture())).isEqualTo(PixelDigest.sha256(picture));
            assertThat(PixelDigest.sha256(webP.picture())).isEqualTo(PixelDigest.sha256(picture));
        }
    }

    @Test
    void shapeAndEverySampleCount() {
        try (Picture wide = Picture.of(4, 2, PixelFormat.GRAY8, new byte[8]);
                Picture tall = Picture.of(2, 4, PixelFormat.GRAY8, new byte[8]);
                Picture changed = Picture.of(4, 2, PixelFormat.GRAY8, new byte[] {0, 0, 0, 0, 0, 0, 0, 1})) {
            assertThat(PixelDigest.sha256(tall)).isNotEqualTo(PixelDigest.sha256(wide));
            assertThat(PixelDigest.sha256(changed)).isNotEqualTo(PixelDigest.sha256(wide));
        }
    }
}
