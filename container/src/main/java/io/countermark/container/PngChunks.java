package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** The chunks of a PNG file (PNG third edition, section 5) in file order, from the signature to IEND. Nothing is copied. */
public final class PngChunks {

    public static final String IHDR = "IHDR";
    public static final String IDAT = "IDAT";
    public static final String IEND = "IEND";

    /** Length, type and CRC around a chunk's data. */
    public static final int OVERHEAD = 12;

    /** More chunks than any honest file has: 8 KiB IDAT chunks of a 256 MiB file. */
    public static final int DEFAULT_LIMIT = 32_768;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /**
     * @param type       four ASCII letters
     * @param offset     of the length field
     * @param dataLength bytes of data, without length, type and CRC
     */
    public record Chunk(String type, int offset, int dataLength) {

        public int dataOffset() {
            return offset + 8;
        }

        /** First byte after the CRC. */
        public int end() {
            return offset + length();
        }

        /** Length field, type, data and CRC. */
        public int length() {
            return dataLength + OVERHEAD;
        }

        /** Whether the CRC in the file is that of type and data. */
        public boolean crcMatches(byte[] file) {
            return (int) crc(file, offset + 4, dataLength + 4) == int32(file, offset + 8 + dataLength);
        }
    }

    private final List<Chunk> chunks;
    private final int end;
    private final boolean complete;

    private PngChunks(List<Chunk> chunks, int end, boolean complete) {
        this.chunks = List.copyOf(chunks);
        this.end = end;
        this.complete = complete;
    }

    /** Walks with {@link #DEFAULT_LIMIT}. */
    public static PngChunks of(byte[] file) {
        return of(file, DEFAULT_LIMIT);
    }

    /**
     * @param limit the most chunks to accept
     * @throws MalformedImageException CORRUPT without the signature, with a type that is not four letters or a negative
     *     length, TRUNCATED when a chunk reaches past the file, TOO_MANY_CHUNKS. A file that ends between chunks before
     *     IEND is no error here: see {@link #complete()}. CRCs are not checked: see {@link Chunk#crcMatches}.
     */
    public static PngChunks of(byte[] file, int limit) {
        if (!isPng(file)) {
            throw new MalformedImageException(Reason.CORRUPT, "A PNG file starts with 89 50 4E 47 0D 0A 1A 0A");
        }
        List<Chunk> found = new ArrayList<>();
        int at = SIGNATURE.length;
        while (at < file.length) {
            if (found.size() >= limit) {
                throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + limit + " PNG chunks");
            }
            Chunk chunk = chunk(file, at);
            found.add(chunk);
            at = chunk.end();
            if (chunk.type().equals(IEND)) {
                return new PngChunks(found, at, true);
            }
        }
        return new PngChunks(found, at, false);
    }

    private static boolean isPng(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    private static Chunk chunk(byte[] file, int at) {
        if (file.length - at < OVERHEAD) {
            throw new MalformedImageException(Reason.TRUNCATED, "The file ends in a PNG chunk header at " + at);
        }
        int length = int32(file, at);
        for (int i = at + 4; i < at + 8; i++) {
            int letter = file[i] | 0x20;
            if (letter < 'a' || letter > 'z') {
                throw new MalformedImageException(Reason.CORRUPT, "The type of the PNG chunk at " + at + " is no name");
            }
        }
        if (length < 0) {
            throw new MalformedImageException(Reason.CORRUPT, "The length of the PNG chunk at " + at + " is negative");
        }
        if (length > file.length - at - OVERHEAD) {
            throw new MalformedImageException(
                    Reason.TRUNCATED, "The PNG chunk at " + at + " reaches past the end of the file");
        }
        return new Chunk(new String(file, at + 4, 4, StandardCharsets.US_ASCII), at, length);
    }

    /** A whole chunk: length, type, data and CRC. */
    static byte[] encode(String type, byte[] data) {
        byte[] chunk = new byte[data.length + OVERHEAD];
        putInt32(chunk, 0, data.length);
        System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, chunk, 4, 4);
        System.arraycopy(data, 0, chunk, 8, data.length);
        putInt32(chunk, data.length + 8, (int) crc(chunk, 4, data.length + 4));
        return chunk;
    }

    private static long crc(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return crc.getValue();
    }

    private static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }

    private static void putInt32(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    /** In file order. */
    public List<Chunk> chunks() {
        return chunks;
    }

    /** First byte after IEND; the file's length when there is no IEND. */
    public int end() {
        return end;
    }

    /** Whether IEND was found. */
    public boolean complete() {
        return complete;
    }
}
