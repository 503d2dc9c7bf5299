package io.countermark.credentials;

import java.util.Arrays;
import java.util.Optional;

/** Cuts the stored bytes of a value out of a CBOR map, for a signature over a part is over those and no others. */
final class CborSlice {

    private static final int MAX_DEPTH = 64;

    private final byte[] bytes;
    private int at;

    private CborSlice(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The encoded value of a text key; empty when {@code map} is no definite-length map that has it. */
    static Optional<byte[]> of(byte[] map, String key) {
        try {
            return new CborSlice(map).value(Cbor.encode(Cbor.text(key)));
        } catch (MalformedStoreException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> value(byte[] key) throws MalformedStoreException {
        if (bytes.length == 0 || (bytes[0] & 0xE0) != 0xA0) {
            return Optional.empty();
        }
        long pairs = argument();
        for (long i = 0; i < pairs; i++) {
            int start = at;
            skip(0);
            boolean wanted = Arrays.equals(bytes, start, at, key, 0, key.length);
            int from = at;
            skip(0);
            if (wanted) {
                return Optional.of(Arrays.copyOfRange(bytes, from, at));
            }
        }
        return Optional.empty();
    }

    private void skip(int depth) throws MalformedStoreException {
        if (depth > MAX_DEPTH || at >= bytes.length) {
            throw cut();
        }
        int major = (bytes[at] & 0xFF) >> 5;
        long argument = argument();
        switch (major) {
            case 2, 3 -> {
                if (argument < 0 || argument > bytes.length - at) {
                    throw cut();
                }
                at += (int) argument;
            }
            case 4 -> skipMany(argument, depth);
            case 5 -> {
                skipMany(argument, depth);
                skipMany(argument, depth);
            }
            case 6 -> skip(depth + 1);
            default -> {
                // Numbers and simple values are their head alone.
            }
        }
    }

    private void skipMany(long count, int depth) throws MalformedStoreException {
        if (count < 0 || count > bytes.length - at) {
            throw cut();
        }
        for (long i = 0; i < count; i++) {
            skip(depth + 1);
        }
    }

    private long argument() throws MalformedStoreException {
        int low = bytes[at++] & 0x1F;
        if (low < 24) {
            return low;
        }
        int width = low <= 27 ? 1 << (low - 24) : 0;
        if (width == 0 || width > bytes.length - at) {
            throw cut();
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | (bytes[at++] & 0xFF);
        }
        return value;
    }

    private static MalformedStoreException cut() {
        return new MalformedStoreException(StatusCode.CAWG_CBOR_INVALID, "No CBOR of definite length");
    }
}
