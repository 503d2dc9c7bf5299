package io.countermark.fingerprint.index;

import io.countermark.fingerprint.LocalFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Visual words: 65,536 of them in a tree of two levels (D. Nist&eacute;r, H. Stew&eacute;nius, Scalable Recognition with a Vocabulary
 * Tree, CVPR 2006), over binary descriptors as by D. G&aacute;lvez-L&oacute;pez, J. D. Tard&oacute;s, Bags of Binary Words, T-RO
 * 2012; and which 64 of the 256 bits make the signature that tells features of one word apart (Hamming embedding, H. J&eacute;gou et
 * al., ECCV 2008, with bits of the descriptor itself where they project). Immutable.
 *
 * <p>Its binary form, big-endian; 2,105,418 bytes:
 *
 * <pre>
 * vocabulary = magic version signature branch leaf checksum
 * magic      = "CMVO"                 4 bytes
 * version    = uint16                 1
 * signature  = position*64            uint8 each, bit of the descriptor, ascending
 * branch     = centre*256             32 bytes each
 * leaf       = centre*65536           32 bytes each, those of branch 0 first
 * checksum   = CRC-32C of all before  uint32; also the vocabulary's id
 * </pre>
 *
 * An index is bound to the vocabulary that its words are of. The one shipped was made by {@code countermark bench vocabulary}.
 */
public final class Vocabulary {

    /** Number of words. */
    public static final int WORDS = 65_536;

    /** Bits of a signature. */
    public static final int SIGNATURE_BITS = 64;

    static final int BRANCHES = 256;
    static final int LEAVES = WORDS / BRANCHES;

    private static final int LONGS = LocalFeatures.WORDS;
    private static final int MAGIC = 0x434D564F;
    private static final short VERSION = 1;
    private static final int LENGTH = 4 + 2 + SIGNATURE_BITS + (BRANCHES + WORDS) * LONGS * Long.BYTES + 4;
    private static final String RESOURCE = "vocabulary.bin";

    private final long[] branches;
    private final long[] leaves;
    private final byte[] positions;
    private final long[] masks;
    private final int id;

    private Vocabulary(byte[] positions, long[] branches, long[] leaves, int id) {
        this.positions = positions;
        this.branches = branches;
        this.leaves = leaves;
        this.id = id;
        this.masks = new long[LONGS];
        for (byte position : positions) {
            masks[(position & 0xff) >> 6] |= 1L << (63 - (position & 63));
        }
    }

    private static final class Shipped {
        private static final Vocabulary VOCABULARY = load();

        private static Vocabulary load() {
            try (InputStream in = Vocabulary.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("The vocabulary is missing from the jar");
                }
                return parse(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The one in the jar. */
    public static Vocabulary shipped() {
        return Shipped.VOCABULARY;
    }

    static Vocabulary of(byte[] positions, long[] branches, long[] leaves) {
        return parse(encode(positions, branches, leaves));
    }

    /** Its checksum. */
    public int id() {
        return id;
    }

    /**
     * Reads the binary form.
     *
     * @throws CorruptIndexException when it is not intact
     */
    public static Vocabulary parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length != LENGTH || in.getInt() != MAGIC || in.getShort() != VERSION) {
            throw new CorruptIndexException("Not a vocabulary of this version");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, LENGTH - 4);
        int id = in.getInt(LENGTH - 4);
        if ((int) checksum.getValue() != id) {
            throw new CorruptIndexException("The vocabulary is damaged");
        }
        byte[] positions = new byte[SIGNATURE_BITS];
        in.get(positions);
        long[] branches = new long[BRANCHES * LONGS];
        long[] leaves = new long[WORDS * LONGS];
        in.asLongBuffer().get(branches).get(leaves);
        return new Vocabulary(positions, branches, leaves, id);
    }

    private static byte[] encode(byte[] positions, long[] branches, long[] leaves) {
        ByteBuffer out = ByteBuffer.allocate(LENGTH);
        out.putInt(MAGIC).putShort(VERSION).put(positions);
        out.asLongBuffer().put(branches).put(leaves);
        CRC32C checksum = new CRC32C();
        checksum.update(out.array(), 0, LENGTH - 4);
        return out.putInt(LENGTH - 4, (int) checksum.getValue()).array();
    }

    /** The binary form. */
    public byte[] toByteArray() {
        return encode(positions, branches, leaves);
    }

    /** The word of the descriptor that begins at {@code offset}, 0 to 65,535. */
    int word(long[] descriptors, int offset) {
        int branch = nearest(branches, 0, BRANCHES, descriptors, offset);
        return branch * LEAVES + nearest(leaves, branch * LEAVES, LEAVES, descriptors, offset);
    }

    /** The words nearest to a query's descriptor, one in each of its nearest branches, nearest branch first. */
    void words(long[] descriptors, int offset, int[] words) {
        long a = descriptors[offset];
        long b = descriptors[offset + 1];
        long c = descriptors[offset + 2];
        long d = descriptors[offset + 3];
        int[] best = new int[words.length];
        java.util.Arrays.fill(best, Integer.MAX_VALUE);
        for (int i = 0; i < BRANCHES; i++) {
            int packed = distance(branches, i, a, b, c, d) << 8 | i;
            for (int k = 0; k < best.length; k++) {
                if (packed < best[k]) {
                    int pushed = best[k];
                    best[k] = packed;
                    packed = pushed;
                }
            }
        }
        for (int k = 0; k < words.length; k++) {
            int branch = best[k] & 0xff;
            words[k] = branch * LEAVES + nearest(leaves, branch * LEAVES, LEAVES, descriptors, offset);
        }
    }

    /** The bits of the descriptor that tell it from others of its word. */
    long signature(long[] descriptors, int offset) {
        long signature = 0;
        for (int i = 0; i < LONGS; i++) {
            signature = signature << Long.bitCount(masks[i]) | Long.compress(descriptors[offset + i], masks[i]);
        }
        return signature;
    }

    static int nearest(long[] centres, int from, int count, long[] descriptors, int offset) {
        long a = descriptors[offset];
        long b = descriptors[offset + 1];
        long c = descriptors[offset + 2];
        long d = descriptors[offset + 3];
        int best = Integer.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            best = Math.min(best, distance(centres, from + i, a, b, c, d) << 8 | i);
        }
        return best & 0xff;
    }

    private static int distance(long[] centres, int centre, long a, long b, long c, long d) {
        int at = centre * LONGS;
        return Long.bitCount(a ^ centres[at])
                + Long.bitCount(b ^ centres[at + 1])
                + Long.bitCount(c ^ centres[at + 2])
                + Long.bitCount(d ^ centres[at + 3]);
    }
}
