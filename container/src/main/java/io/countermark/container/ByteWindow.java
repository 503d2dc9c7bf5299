package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A stretch of a file that can't be read past: offsets count from the stretch's start, and reading outside of it is
 * TRUNCATED. Numbers are unsigned.
 */
final class ByteWindow {

    private final byte[] file;
    private final int start;
    private final int length;
    private final String name;

    private ByteWindow(byte[] file, int start, int length, String name) {
        this.file = file;
        this.start = start;
        this.length = length;
        this.name = name;
    }

    /** @param name of what is read, for the message of a failure */
    static ByteWindow of(byte[] file, String name) {
        return new ByteWindow(file, 0, file.length, name);
    }

    ByteWindow slice(long offset, long size, String part) {
        require(offset, size);
        return new ByteWindow(file, start + (int) offset, (int) size, part);
    }

    int length() {
        return length;
    }

    /** Where {@code offset} is in the file. */
    int fileOffset(int offset) {
        return start + offset;
    }

    int u8(long offset) {
        require(offset, 1);
        return file[start + (int) offset] & 0xFF;
    }

    int u16be(long offset) {
        require(offset, 2);
        return u8(offset) << 8 | u8(offset + 1);
    }

    int u16le(long offset) {
        require(offset, 2);
        return u8(offset) | u8(offset + 1) << 8;
    }

    int u24le(long offset) {
        return u16le(offset) | u8(offset + 2) << 16;
    }

    long u32be(long offset) {
        require(offset, 4);
        return (long) u16be(offset) << 16 | u16be(offset + 2);
    }

    long u32le(long offset) {
        require(offset, 4);
        return u16le(offset) | (long) u16le(offset + 2) << 16;
    }

    /** An unsigned number of 0, 1, 2, 4 or 8 bytes, big-endian; one of eight bytes beyond 2^63 - 1 is CORRUPT. */
    long unsigned(long offset, int bytes) {
        require(offset, bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | u8(offset + i);
        }
        if (value < 0) {
            throw new MalformedImageException(Reason.CORRUPT, "A number in the " + name + " is beyond 2^63");
        }
        return value;
    }

    String ascii(long offset, int size) {
        require(offset, size);
        return new String(file, start + (int) offset, size, StandardCharsets.ISO_8859_1);
    }

    boolean startsWith(String ascii) {
        return length >= ascii.length() && ascii(0, ascii.length()).equals(ascii);
    }

    byte[] copy(long offset, long size) {
        require(offset, size);
        int from = start + (int) offset;
        return Arrays.copyOfRange(file, from, from + (int) size);
    }

    byte[] copy() {
        return copy(0, length);
    }

    private void require(long offset, long size) {
        if (offset < 0 || size < 0 || offset > length || size > length - offset) {
            throw new MalformedImageException(
                    Reason.TRUNCATED,
                    "The %s ends at byte %d, before %d bytes at %d".formatted(name, length, size, offset));
        }
    }
}
