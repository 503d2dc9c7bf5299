package io.countermark.watermark;

/**
 * Between ids, already scrambled, and code words: 64 or 128 bits of id, most significant first, then the CRC-24 of its 8 or 16 bytes, most significant
 * first, as the 88 or 152 information bits of a {@link PolarCode}.
 */
final class MarkCode {

    private static final int LIST_SIZE = 16;
    private static final MarkCode SHORT = new MarkCode(MarkId.Length.BITS_64);
    private static final MarkCode LONG = new MarkCode(MarkId.Length.BITS_128);

    private final MarkId.Length length;
    private final PolarCode polar;

    private MarkCode(MarkId.Length length) {
        this.length = length;
        this.polar = new PolarCode(length.bits() + Crc24.BITS, LIST_SIZE);
    }

    static MarkCode of(MarkId.Length length) {
        return switch (length) {
            case BITS_64 -> SHORT;
            case BITS_128 -> LONG;
        };
    }

    static boolean[] word(MarkId id) {
        MarkCode code = of(id.length());
        return code.polar.encode(code.bits(id));
    }

    private boolean[] bits(MarkId id) {
        boolean[] bits = new boolean[length.bits() + Crc24.BITS];
        byte[] bytes = id.toByteArray();
        int crc = Crc24.of(bytes);
        for (int i = 0; i < length.bits(); i++) {
            bits[i] = (bytes[i / Byte.SIZE] >>> (Byte.SIZE - 1 - i % Byte.SIZE) & 1) != 0;
        }
        for (int i = 0; i < Crc24.BITS; i++) {
            bits[length.bits() + i] = (crc >>> (Crc24.BITS - 1 - i) & 1) != 0;
        }
        return bits;
    }

    /**
     * @param id      of the first word of the list whose CRC is right; of the likeliest word when none is
     * @param checked whether the CRC is right
     */
    record Decoded(MarkId id, boolean checked) {}

    /** @param llr 512 values, positive where the bit is rather 0 */
    Decoded decode(float[] llr) {
        boolean[][] list = polar.decode(llr);
        for (boolean[] bits : list) {
            MarkId id = id(bits);
            if (value(bits, length.bits(), Crc24.BITS) == Crc24.of(id.toByteArray())) {
                return new Decoded(id, true);
            }
        }
        return new Decoded(id(list[0]), false);
    }

    private MarkId id(boolean[] bits) {
        return switch (length) {
            case BITS_64 -> new MarkId(value(bits, 0, Long.SIZE));
            case BITS_128 -> new MarkId(value(bits, 0, Long.SIZE), value(bits, Long.SIZE, Long.SIZE));
        };
    }

    private static long value(boolean[] bits, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 1 | (bits[i] ? 1 : 0);
        }
        return value;
    }
}
