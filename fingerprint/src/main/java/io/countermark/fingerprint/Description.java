package io.countermark.fingerprint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What is kept of a picture to find and compare it without decoding it again: digests, global hash, local features. Its binary
 * form, all numbers big-endian:
 *
 * <pre>
 * description = magic version length body checksum
 * magic       = "CMFP"                            4 bytes
 * version     = uint16                            1
 * length      = uint32                            bytes of body
 * body        = fileSha256 pixelSha256            32 + 32 bytes
 *               width height                      uint32 each, pixels, 1 to 65,535
 *               quality                           uint8, 0 to 100
 *               pdq                               32 bytes, most significant bit first
 *               frameWidth frameHeight            uint16 each, pixels, 1 to 4,096
 *               count                             uint16, at most 4,096
 *               feature*count
 * feature     = x y size                          uint16 each, 1/16 pixel of the frame
 *               angle                             uint16, 1/65,536 turn
 *               descriptor                        32 bytes
 * checksum    = CRC-32C of all bytes before       uint32
 * </pre>
 *
 * A picture with 1,000 features takes 40 kB. Readers refuse other magic, a wrong length or checksum and numbers out of range as
 * {@link CorruptDescriptionException}, an intact other version as {@link UnsupportedDescriptionException}.
 */
public final class Description {

    static final int VERSION = 1;

    private static final int MAGIC = 0x434D4650;
    private static final int HEADER = 4 + 2 + 4;
    private static final int FIXED = 32 + 32 + 4 + 4 + 1 + 32 + 2 + 2 + 2;
    private static final int FEATURE = 2 + 2 + 2 + 2 + 32;
    private static final int CHECKSUM = 4;
    private static final int MAX_FEATURES = 4096;
    private static final int MAX_FRAME = 4096;
    private static final int MAX_SIDE = 65_535;
    private static final float SUBPIXELS = 16;
    private static final int DIGEST = 32;

    private final byte[] fileSha256;
    private final byte[] pixelSha256;
    private final int width;
    private final int height;
    private final int quality;
    private final PdqHash pdq;
    private final LocalFeatures features;

    Description(
            byte[] fileSha256,
            byte[] pixelSha256,
            int width,
            int height,
            int quality,
            PdqHash pdq,
            LocalFeatures features) {
        if (fileSha256.length != DIGEST || pixelSha256.length != DIGEST) {
            throw new IllegalArgumentException("A SHA-256 digest has 32 bytes");
        }
        this.fileSha256 = fileSha256.clone();
        this.pixelSha256 = pixelSha256.clone();
        this.width = width;
        this.height = height;
        this.quality = quality;
        this.pdq = pdq;
        this.features = features;
    }

    /** SHA-256 of the file's bytes. */
    public byte[] fileSha256() {
        return fileSha256.clone();
    }

    /** SHA-256 of the decoded pixels, see {@link io.countermark.imaging.PixelDigest}. */
    public byte[] pixelSha256() {
        return pixelSha256.clone();
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /** PDQ's measure of how much there is to hash, 0 to 100. */
    public int quality() {
        return quality;
    }

    /** The global hash of the picture as it stands. */
    public PdqHash pdq() {
        return pdq;
    }

    /** Number of local features. */
    public int featureCount() {
        return features.count();
    }

    /** The local features, in pixels of their frame; the arrays are not to be written to. */
    public LocalFeatures features() {
        return features;
    }

    /** The binary form. */
    public byte[] toByteArray() {
        int body = FIXED + FEATURE * features.count();
        ByteBuffer out = ByteBuffer.allocate(HEADER + body + CHECKSUM);
        out.putInt(MAGIC).putShort((short) VERSION).putInt(body);
        out.put(fileSha256).put(pixelSha256).putInt(width).putInt(height).put((byte) quality);
        out.putLong(pdq.w0()).putLong(pdq.w1()).putLong(pdq.w2()).putLong(pdq.w3());
        out.putShort((short) features.width())
                .putShort((short) features.height())
                .putShort((short) features.count());
        for (int i = 0; i < features.count(); i++) {
            out.putShort(subpixels(features.x()[i]));
            out.putShort(subpixels(features.y()[i]));
            out.putShort(subpixels(features.size()[i]));
            out.putShort((short) Math.round(features.angle()[i] * 65_536 / 360));
            for (int word = 0; word < LocalFeatures.WORDS; word++) {
                out.putLong(features.descriptors()[i * LocalFeatures.WORDS + word]);
            }
        }
        CRC32C checksum = new CRC32C();
        checksum.update(out.array(), 0, out.position());
        return out.putInt((int) checksum.getValue()).array();
    }

    /**
     * Reads the binary form.
     *
     * @throws CorruptDescriptionException     when the bytes are damaged
     * @throws UnsupportedDescriptionException when they are intact but of another version
     */
    public static Description parse(byte[] bytes) {
        require(bytes.length >= HEADER + CHECKSUM, "too short");
        ByteBuffer in = ByteBuffer.wrap(bytes);
        require(in.getInt() == MAGIC, "not a description");
        int version = Short.toUnsignedInt(in.getShort());
        require(Integer.toUnsignedLong(in.getInt()) == bytes.length - HEADER - CHECKSUM, "wrong length");
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - CHECKSUM);
        require((int) checksum.getValue() == in.getInt(bytes.length - CHECKSUM), "wrong checksum");
        if (version != VERSION) {
            throw new UnsupportedDescriptionException(version);
        }
        require(bytes.length >= HEADER + FIXED + CHECKSUM, "too short");
        return body(in, bytes.length - HEADER - CHECKSUM);
    }

    private static Description body(ByteBuffer in, int length) {
        byte[] file = new byte[DIGEST];
        byte[] pixels = new byte[DIGEST];
        in.get(file).get(pixels);
        int width = within(in.getInt(), 1, MAX_SIDE, "width");
        int height = within(in.getInt(), 1, MAX_SIDE, "height");
        int quality = within(in.get() & 0xff, 0, 100, "quality");
        PdqHash pdq = new PdqHash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
        int frameWidth = within(Short.toUnsignedInt(in.getShort()), 1, MAX_FRAME, "frame width");
        int frameHeight = within(Short.toUnsignedInt(in.getShort()), 1, MAX_FRAME, "frame height");
        int count = within(Short.toUnsignedInt(in.getShort()), 0, MAX_FEATURES, "count of features");
        require(length == FIXED + FEATURE * count, "wrong length");
        LocalFeatures features = new LocalFeatures(
                frameWidth,
                frameHeight,
                new float[count],
                new float[count],
                new float[count],
                new float[count],
                new long[count * LocalFeatures.WORDS]);
        for (int i = 0; i < count; i++) {
            features.x()[i] = Short.toUnsignedInt(in.getShort()) / SUBPIXELS;
            features.y()[i] = Short.toUnsignedInt(in.getShort()) / SUBPIXELS;
            features.size()[i] = Short.toUnsignedInt(in.getShort()) / SUBPIXELS;
            features.angle()[i] = Short.toUnsignedInt(in.getShort()) * 360f / 65_536;
            require(features.x()[i] <= frameWidth && features.y()[i] <= frameHeight, "a feature outside the frame");
            for (int word = 0; word < LocalFeatures.WORDS; word++) {
                features.descriptors()[i * LocalFeatures.WORDS + word] = in.getLong();
            }
        }
        return new Description(file, pixels, width, height, quality, pdq, features);
    }

    private static short subpixels(float pixels) {
        return (short) Math.min(65_535, Math.max(0, Math.round(pixels * SUBPIXELS)));
    }

    private static int within(int value, int least, int most, String what) {
        require(value >= least && value <= most, what + " out of range");
        return value;
    }

    private static void require(boolean holds, String damage) {
        if (!holds) {
            throw new CorruptDescriptionException("Damaged description: " + damage);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Description that && Arrays.equals(toByteArray(), that.toByteArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fileSha256);
    }

    @Override
    public String toString() {
        return "Description[" + width + " x " + height + ", pdq " + pdq.toHex() + ", quality " + quality + ", "
                + features.count() + " features, pixels "
                + HexFormat.of().formatHex(pixelSha256, 0, 6) + "]";
    }
}
