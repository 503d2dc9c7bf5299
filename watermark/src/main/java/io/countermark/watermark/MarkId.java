package io.countermark.watermark;

/** The 64-bit id that an invisible mark carries. */
public record MarkId(long bits) {

    /** 16 lower-case hexadecimal digits. */
    public String toHex() {
        return String.format("%016x", bits);
    }

    /** @throws IllegalArgumentException unless {@code hex} is 1 to 16 hexadecimal digits */
    public static MarkId fromHex(String hex) {
        if (!hex.matches("[0-9a-fA-F]{1,16}")) {
            throw new IllegalArgumentException("A mark id is 1 to 16 hexadecimal digits (64 bits)");
        }
        return new MarkId(Long.parseUnsignedLong(hex, 16));
    }
}
