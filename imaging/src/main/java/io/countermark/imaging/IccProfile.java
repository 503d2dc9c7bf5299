package io.countermark.imaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of an ICC profile (ICC.1:2022 section 7). Offsets are checked where they are used; a profile that can't be
 * read as one is none.
 *
 * @param bytes the whole profile
 * @param space data colour space, for example {@code "RGB "}
 * @param tags  signature to offset and length
 */
record IccProfile(byte[] bytes, String space, Map<String, Tag> tags) {

    private static final int HEADER = 128;
    private static final int MAX_TAGS = 256;

    record Tag(int offset, int length) {}

    static Optional<IccProfile> parse(byte[] bytes) {
        if (bytes.length < HEADER + 4 || !ascii(bytes, 36).equals("acsp")) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int count = buffer.getInt(HEADER);
        if (count < 0 || count > MAX_TAGS || HEADER + 4 + 12L * count > bytes.length) {
            return Optional.empty();
        }
        Map<String, Tag> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int at = HEADER + 4 + 12 * i;
            int offset = buffer.getInt(at + 4);
            int length = buffer.getInt(at + 8);
            if (offset >= 0 && length >= 8 && offset <= bytes.length - length) {
                tags.putIfAbsent(ascii(bytes, at), new Tag(offset, length));
            }
        }
        return Optional.of(new IccProfile(bytes, ascii(bytes, 16), Map.copyOf(tags)));
    }

    boolean isRgb() {
        return space.equals("RGB ");
    }

    boolean isGray() {
        return space.equals("GRAY");
    }

    boolean isCmyk() {
        return space.equals("CMYK");
    }

    /** Whether colours go through a table of the device's behaviour instead of a matrix. */
    boolean hasTable() {
        return tags.containsKey("A2B0") || tags.containsKey("D2B0");
    }

    /** The three numbers of an XYZ tag, relative to D50. */
    Optional<double[]> xyz(String signature) {
        Tag tag = tags.get(signature);
        if (tag == null || tag.length() < 20 || !ascii(bytes, tag.offset()).equals("XYZ ")) {
            return Optional.empty();
        }
        ByteBuffer body = ByteBuffer.wrap(bytes);
        return Optional.of(new double[] {
            fixed(body, tag.offset() + 8), fixed(body, tag.offset() + 12), fixed(body, tag.offset() + 16)
        });
    }

    /** The curve of a tag, from device value to linear light. */
    Optional<ToneCurve> curve(String signature) {
        Tag tag = tags.get(signature);
        return tag == null ? Optional.empty() : ToneCurve.parse(bytes, tag);
    }

    static String ascii(byte[] bytes, int offset) {
        return new String(bytes, offset, 4, StandardCharsets.ISO_8859_1);
    }

    /** s15Fixed16Number. */
    static double fixed(ByteBuffer body, int offset) {
        return body.getInt(offset) / 65_536.0;
    }
}
