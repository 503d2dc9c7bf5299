package io.countermark.watermark;

/**
 * Between ids and code words: 64 bits of id, most significant first, then their CRC-24, most significant first, as the 88
 * information bits of a {@link PolarCode}.
 */
final class MarkCode {

    private static final int ID_BITS = Long.SIZE;
    private static final int LIST_SIZE = 16;
    private static final PolarCode POLAR = new PolarCode(ID_BITS + Crc24.BITS, LIST_SIZE);

    private MarkCode() {}

    static boolean[] word(long id) {
        return POLAR.encode(bits(id));
    }

    private static boolean[] bits(long id) {
        boolean[] bits = new boolean[ID_BITS + Crc24.BITS];
        int crc = Crc24.of(id);
        for (int i = 0; i < ID_BITS; i++) {
            bits[i] = (id >>> (ID_BITS - 1 - i) & 1) != 0;
        }
        for (int i = 0; i < Crc24.BITS; i++) {
            bits[ID_BITS + i] = (crc >>> (Crc24.BITS - 1 - i) & 1) != 0;
        }
        return bits;
    }

    /**
     * @param id      of the first word of the list whose CRC is right; of the likeliest word when none is
     * @param checked whether the CRC is right
     */
    record Decoded(long id, boolean checked) {}

    /** @param llr 512 values, positive where the bit is rather 0 */
    static Decoded decode(float[] llr) {
        boolean[][] list = POLAR.decode(llr);
        for (boolean[] bits : list) {
            if (value(bits, ID_BITS, Crc24.BITS) == Crc24.of(value(bits, 0, ID_BITS))) {
                return new Decoded(value(bits, 0, ID_BITS), true);
            }
        }
        return new Decoded(value(list[0], 0, ID_BITS), false);
    }

    private static long value(boolean[] bits, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 1 | (bits[i] ? 1 : 0);
        }
        return value;
    }
}
