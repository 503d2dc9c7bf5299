package io.countermark.fingerprint.index;

import io.countermark.fingerprint.Description;
import io.countermark.fingerprint.LocalFeatures;
import io.countermark.fingerprint.PdqHash;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What the index keeps of one picture. Its binary form, which travels in the {@link Journal}, little-endian:
 *
 * <pre>
 * picture    = id digests quality codes features
 * id         = length uint16, 1 to 1,024; that many bytes UTF-8
 * digests    = SHA-256 of the file, SHA-256 of the pixels    32 + 32 bytes; all zero: not known
 * quality    = uint8, of the first code, 0 to 100
 * codes      = count uint8, 1 to 7; PDQ words, most significant first, 4 * uint64 each
 * features   = count uint16, at most 440; each word uint16, place uint32, signature uint64
 * place      = x &lt;&lt; 24 | y &lt;&lt; 16 | size &lt;&lt; 8 | angle         uint8 each
 * </pre>
 *
 * x and y are in 1/256 of the longer side of the frame; size is the patch's diameter over that side, as {@code 16 log2(1024 s)},
 * held within 0 to 255; angle is in 1/256 turn.
 */
record IndexedPicture(
        String id,
        byte[] fileSha256,
        byte[] pixelSha256,
        int quality,
        List<PdqHash> codes,
        char[] words,
        int[] places,
        long[] signatures) {

    /** Features kept of a picture: 16 bytes each keep it below 8 kB. */
    static final int FEATURES = 440;

    static final int MAX_CODES = 7;
    static final int MAX_ID = 1024;
    static final int DIGEST = 32;

    IndexedPicture {
        int length = id.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_ID) {
            throw new IllegalArgumentException("An id has 1 to " + MAX_ID + " bytes of UTF-8, got " + length);
        }
        if (codes.isEmpty() || codes.size() > MAX_CODES || words.length > FEATURES) {
            throw new IllegalArgumentException("Too many codes or features, or no code");
        }
        codes = List.copyOf(codes);
    }

    static IndexedPicture of(String id, Description description, Vocabulary vocabulary) {
        LocalFeatures features = description.features();
        int[] kept = FeatureChoice.of(features, FEATURES);
        char[] words = new char[kept.length];
        int[] places = new int[kept.length];
        long[] signatures = new long[kept.length];
        for (int i = 0; i < kept.length; i++) {
            int at = kept[i] * LocalFeatures.WORDS;
            words[i] = (char) vocabulary.word(features.descriptors(), at);
            signatures[i] = vocabulary.signature(features.descriptors(), at);
            places[i] = Place.of(features, kept[i]);
        }
        return new IndexedPicture(
                id,
                description.fileSha256(),
                description.pixelSha256(),
                description.quality(),
                List.of(description.pdq()),
                words,
                places,
                signatures);
    }

    /** A code from somebody else's list: no pixels, no features. */
    static IndexedPicture ofCode(String id, PdqHash code, int quality) {
        return new IndexedPicture(
                id, new byte[DIGEST], new byte[DIGEST], quality, List.of(code), new char[0], new int[0], new long[0]);
    }

    static boolean known(byte[] digest) {
        return !Arrays.equals(digest, new byte[DIGEST]);
    }

    byte[] toByteArray() {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(
                        2 + name.length + 2 * DIGEST + 1 + 1 + codes.size() * 32 + 2 + words.length * 14)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) name.length).put(name).put(fileSha256).put(pixelSha256);
        out.put((byte) quality).put((byte) codes.size());
        for (PdqHash code : codes) {
            out.putLong(code.w0()).putLong(code.w1()).putLong(code.w2()).putLong(code.w3());
        }
        out.putShort((short) words.length);
        for (int i = 0; i < words.length; i++) {
            out.putChar(words[i]).putInt(places[i]).putLong(signatures[i]);
        }
        return out.array();
    }

    /** @throws CorruptIndexException when the bytes are none */
    static IndexedPicture parse(ByteBuffer bytes) {
        ByteBuffer in = bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN);
        try {
            byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
            byte[] file = new byte[DIGEST];
            byte[] pixels = new byte[DIGEST];
            in.get(name).get(file).get(pixels);
            int quality = in.get() & 0xff;
            PdqHash[] codes = new PdqHash[in.get() & 0xff];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = new PdqHash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
            }
            int count = Short.toUnsignedInt(in.getShort());
            char[] words = new char[count];
            int[] places = new int[count];
            long[] signatures = new long[count];
            for (int i = 0; i < count; i++) {
                words[i] = in.getChar();
                places[i] = in.getInt();
                signatures[i] = in.getLong();
            }
            String id = new String(name, StandardCharsets.UTF_8);
            return new IndexedPicture(id, file, pixels, quality, List.of(codes), words, places, signatures);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new CorruptIndexException("A picture in the index is damaged", e);
        }
    }
}
