package io.countermark.imaging;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of what a picture shows, independent of the file around it. Hashed are, in this order:
 *
 * <pre>
 * 16 bytes  ASCII "countermark-px-1"
 *  4 bytes  width, unsigned, big-endian
 *  4 bytes  height, unsigned, big-endian
 *  1 byte   channels: 1 gray; 3 blue, green, red; 4 blue, green, red, alpha
 *  1 byte   bytes per sample: 1 or 2
 *  n bytes  samples, row by row from the top, left to right, interleaved; two-byte samples big-endian
 * </pre>
 *
 * The picture is first brought to the smallest form that shows the same: alpha is dropped when every sample of it is the
 * highest value; three equal colour samples in every pixel become one gray sample; two-byte samples that are all multiples
 * of 257 become one-byte samples (v / 257). So a gray picture has one digest whether its file says gray or colour.
 */
public final class PixelDigest {

    private static final byte[] DOMAIN = "countermark-px-1".getBytes(StandardCharsets.US_ASCII);

    private PixelDigest() {}

    /** 32 bytes; the hashed form is written down in the class comment and the module's README. */
    public static byte[] sha256(Picture picture) {
        SmallestForm form = SmallestForm.of(picture);
        MessageDigest digest = newSha256();
        digest.update(DOMAIN);
        digest.update(ByteBuffer.allocate(10)
                .order(ByteOrder.BIG_ENDIAN)
                .putInt(picture.width())
                .putInt(picture.height())
                .put((byte) form.channels())
                .put((byte) form.bytesPerSample())
                .flip());
        int stride =
                picture.width() * picture.format().channels() * picture.format().bytesPerSample();
        byte[] row = new byte[stride];
        byte[] reduced = new byte[picture.width() * form.channels() * form.bytesPerSample()];
        MemorySegment samples = picture.samples();
        for (int y = 0; y < picture.height(); y++) {
            MemorySegment.copy(samples, ValueLayout.JAVA_BYTE, (long) y * stride, row, 0, stride);
            form.reduce(row, reduced);
            digest.update(reduced);
        }
        return digest.digest();
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
