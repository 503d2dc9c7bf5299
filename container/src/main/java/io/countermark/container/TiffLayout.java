package io.countermark.container;

import java.util.Optional;

/**
 * How wide the numbers of a TIFF file are: TIFF 6.0, section 2, or BigTIFF, whose offsets and counts have eight bytes.
 *
 * <pre>
 * TIFF     II or MM | 42 (2) | first directory (4);                  entries (2) | (tag 2, type 2, count 4, value 4)... | next (4)
 * BigTIFF  II or MM | 43 (2) | 8 (2) | 0 (2) | first directory (8);  entries (8) | (tag 2, type 2, count 8, value 8)... | next (8)
 * </pre>
 */
record TiffLayout(boolean little, boolean big) {

    private static final int MAGIC = 42;
    private static final int BIG_MAGIC = 43;

    /** Empty when the file begins with neither. */
    static Optional<TiffLayout> of(byte[] file) {
        if (file.length < 8 || file[0] != file[1] || (file[0] != 'I' && file[0] != 'M')) {
            return Optional.empty();
        }
        TiffLayout plain = new TiffLayout(file[0] == 'I', false);
        if (plain.uint16(file, 2) == MAGIC) {
            return Optional.of(plain);
        }
        boolean big = file.length >= 16
                && plain.uint16(file, 2) == BIG_MAGIC
                && plain.uint16(file, 4) == 8
                && plain.uint16(file, 6) == 0;
        return big ? Optional.of(new TiffLayout(plain.little(), true)) : Optional.empty();
    }

    /** Where the offset of the first directory stands. */
    int first() {
        return big ? 8 : 4;
    }

    /** Of an offset, and of the number of values of an entry. */
    int wordBytes() {
        return big ? 8 : 4;
    }

    /** Of the number of entries. */
    int countBytes() {
        return big ? 8 : 2;
    }

    int entryBytes() {
        return big ? 20 : 12;
    }

    /** The next place where a directory may begin. */
    int aligned(int at) {
        int step = big ? 8 : 2;
        return Math.addExact(at, step - 1) / step * step;
    }

    int uint16(byte[] file, int at) {
        int value = Bytes.int16(file, at);
        return little ? Short.toUnsignedInt(Short.reverseBytes((short) value)) : value;
    }

    /** Negative when it is beyond 2^63. */
    long word(byte[] file, int at) {
        if (!big) {
            return little ? Bytes.uint32le(file, at) : Bytes.uint32(file, at);
        }
        long value = Bytes.int64(file, at);
        return little ? Long.reverseBytes(value) : value;
    }

    /** Negative when it is beyond 2^63. */
    long entries(byte[] file, int at) {
        return big ? word(file, at) : uint16(file, at);
    }

    void put16(byte[] file, int at, int value) {
        Bytes.putInt16(file, at, little ? Short.reverseBytes((short) value) : value);
    }

    void putWord(byte[] file, int at, int value) {
        if (big) {
            Bytes.putInt64(file, at, little ? Long.reverseBytes(value) : value);
        } else {
            Bytes.putInt32(file, at, little ? Integer.reverseBytes(value) : value);
        }
    }

    void putEntries(byte[] file, int at, int value) {
        if (big) {
            putWord(file, at, value);
        } else {
            put16(file, at, value);
        }
    }
}
