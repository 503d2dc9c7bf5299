package io.countermark.watermark;

/**
 * The id that an invisible mark carries: 64 bits, or 128 where a mark shall hold a UUID. The longer id needs about twice the energy, so
 * it suits large pictures and readings with the original.
 *
 * @param length of the id
 * @param high   the upper 64 bits of a long id, 0 otherwise
 * @param bits   the lower 64 bits, or all of a short id
 */
public record MarkId(Length length, long high, long bits) {

    /** How many bits an id has. */
    public enum Length {
        BITS_64,
        BITS_128;

        int bits() {
            return this == BITS_64 ? Long.SIZE : 2 * Long.SIZE;
        }
    }

    /** @throws IllegalArgumentException when a short id has upper bits */
    public MarkId {
        if (length == Length.BITS_64 && high != 0) {
            throw new IllegalArgumentException("A 64-bit mark id has no upper bits");
        }
    }

    /** Of 64 bits. */
    public MarkId(long bits) {
        this(Length.BITS_64, 0, bits);
    }

    /** Of 128 bits. */
    public MarkId(long high, long low) {
        this(Length.BITS_128, high, low);
    }

    /** 16 lower-case hexadecimal digits, 32 of a long id. */
    public String toHex() {
        return switch (length) {
            case BITS_64 -> String.format("%016x", bits);
            case BITS_128 -> String.format("%016x%016x", high, bits);
        };
    }

    /**
     * Up to 16 digits are a 64-bit id, 32 digits a 128-bit id.
     *
     * @throws IllegalArgumentException unless {@code hex} is 1 to 16 or exactly 32 hexadecimal digits
     */
    public static MarkId fromHex(String hex) {
        if (!hex.matches("[0-9a-fA-F]{1,16}|[0-9a-fA-F]{32}")) {
            throw new IllegalArgumentException(
                    "A mark id is 1 to 16 hexadecimal digits (64 bits) or exactly 32 (128 bits)");
        }
        if (hex.length() <= 16) {
            return new MarkId(Long.parseUnsignedLong(hex, 16));
        }
        return new MarkId(
                Long.parseUnsignedLong(hex.substring(0, 16), 16), Long.parseUnsignedLong(hex.substring(16), 16));
    }

    /** Most significant byte first, 8 or 16 bytes. */
    byte[] toByteArray() {
        byte[] bytes = new byte[length.bits() / Byte.SIZE];
        for (int i = 0; i < bytes.length; i++) {
            int shift = length.bits() - Byte.SIZE * (i + 1);
            bytes[i] = (byte) (shift >= Long.SIZE ? high >>> (shift - Long.SIZE) : bits >>> shift);
        }
        return bytes;
    }
}
