package io.countermark.container;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Big- and little-endian integers in byte arrays. The caller keeps within bounds. */
final class Bytes {

    private Bytes() {}

    static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    static int int32(byte[] bytes, int at) {
        return int16(bytes, at) << 16 | int16(bytes, at + 2);
    }

    static long uint32(byte[] bytes, int at) {
        return int32(bytes, at) & 0xFFFF_FFFFL;
    }

    static long int64(byte[] bytes, int at) {
        return (long) int32(bytes, at) << 32 | uint32(bytes, at + 4);
    }

    static long uint32le(byte[] bytes, int at) {
        return Integer.reverseBytes(int32(bytes, at)) & 0xFFFF_FFFFL;
    }

    static void putInt16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    static void putInt32(byte[] bytes, int at, int value) {
        putInt16(bytes, at, value >>> 16);
        putInt16(bytes, at + 2, value);
    }

    static void putInt32le(byte[] bytes, int at, int value) {
        putInt32(bytes, at, Integer.reverseBytes(value));
    }

    static void putInt64(byte[] bytes, int at, long value) {
        putInt32(bytes, at, (int) (value >>> 32));
        putInt32(bytes, at + 4, (int) value);
    }

    /** Whether the {@code length} bytes at {@code at} begin with {@code prefix}. */
    static boolean startsWith(byte[] bytes, int at, int length, byte[] prefix) {
        return length >= prefix.length
                && at >= 0
                && at + prefix.length <= bytes.length
                && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
    }

    /** Strict; the JDK's XML readers print to standard error when they meet bytes that are not. */
    static boolean isUtf8(byte[] bytes, int from, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
