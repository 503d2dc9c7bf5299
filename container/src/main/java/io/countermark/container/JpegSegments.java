package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The marker segments of a JPEG file (ITU-T T.81, B.1) in file order, from SOI to EOI. Entropy-coded data belongs to the
 * SOS segment before it; restart markers are part of that data. Fill bytes (0xFF before a marker) and stray bytes between
 * segments are skipped, as decoders do. Nothing is copied or decoded: a walk costs one pass over the bytes.
 */
public final class JpegSegments {

    public static final int TEM = 0x01;
    public static final int SOF0 = 0xC0;
    public static final int SOF15 = 0xCF;
    public static final int DHT = 0xC4;
    public static final int JPG = 0xC8;
    public static final int DAC = 0xCC;
    public static final int RST0 = 0xD0;
    public static final int RST7 = 0xD7;
    public static final int SOI = 0xD8;
    public static final int EOI = 0xD9;
    public static final int SOS = 0xDA;
    public static final int DQT = 0xDB;
    public static final int APP0 = 0xE0;
    public static final int APP1 = 0xE1;
    public static final int APP2 = 0xE2;
    public static final int APP11 = 0xEB;
    public static final int APP13 = 0xED;
    public static final int APP14 = 0xEE;
    public static final int APP15 = 0xEF;
    public static final int COM = 0xFE;

    /** More segments than any honest file has. */
    public static final int DEFAULT_LIMIT = 4096;

    /**
     * @param marker        second byte of the marker, 0x01..0xFE
     * @param offset        of the marker's 0xFF (the last one, after fill bytes)
     * @param payloadOffset first byte after the length field; after the marker for a standalone one
     * @param payloadLength without marker and length field; 0 for a standalone marker
     * @param dataLength    entropy-coded bytes that follow the payload; 0 unless this is SOS
     */
    public record Segment(int marker, int offset, int payloadOffset, int payloadLength, int dataLength) {

        /** First byte after this segment, its entropy-coded data included. */
        public int end() {
            return payloadOffset + payloadLength + dataLength;
        }

        /** Bytes from the marker to {@link #end()}. */
        public int length() {
            return end() - offset;
        }

        /** A frame header: SOF0 to SOF15 without DHT, JPG and DAC. */
        public boolean isFrameHeader() {
            return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
        }
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final List<Segment> segments;
    private final int end;
    private final boolean complete;

    private JpegSegments(List<Segment> segments, int end, boolean complete) {
        this.segments = List.copyOf(segments);
        this.end = end;
        this.complete = complete;
    }

    /** Walks with {@link #DEFAULT_LIMIT}. */
    public static JpegSegments of(byte[] file) {
        return of(file, DEFAULT_LIMIT);
    }

    /**
     * @param limit the most segments to accept
     * @throws MalformedImageException CORRUPT without SOI or with a length below 2, TRUNCATED when a segment reaches past
     *     the file, TOO_MANY_CHUNKS. A file that ends without EOI is no error here: see {@link #complete()}.
     */
    public static JpegSegments of(byte[] file, int limit) {
        if (file.length < 2 || (file[0] & 0xFF) != 0xFF || (file[1] & 0xFF) != SOI) {
            throw new MalformedImageException(Reason.CORRUPT, "A JPEG file starts with FF D8");
        }
        List<Segment> found = new ArrayList<>();
        found.add(new Segment(SOI, 0, 2, 0, 0));
        int at = 2;
        while (true) {
            int marker = nextMarker(file, at);
            if (marker < 0) {
                return new JpegSegments(found, file.length, false);
            }
            if (found.size() >= limit) {
                throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + limit + " JPEG segments");
            }
            Segment segment = segment(file, marker);
            found.add(segment);
            at = segment.end();
            if (segment.marker() == EOI) {
                return new JpegSegments(found, at, true);
            }
        }
    }

    /** Offset of the 0xFF of the next marker at or after {@code at}; -1 when there is none. */
    private static int nextMarker(byte[] file, int at) {
        for (int i = at; i + 1 < file.length; i++) {
            if (file[i] == (byte) 0xFF && file[i + 1] != 0 && file[i + 1] != (byte) 0xFF) {
                return i;
            }
        }
        return -1;
    }

    private static Segment segment(byte[] file, int offset) {
        int marker = file[offset + 1] & 0xFF;
        if (isStandalone(marker)) {
            return new Segment(marker, offset, offset + 2, 0, 0);
        }
        if (offset + 4 > file.length) {
            throw new MalformedImageException(Reason.TRUNCATED, "The file ends in the length of a JPEG segment");
        }
        int length = (file[offset + 2] & 0xFF) << 8 | (file[offset + 3] & 0xFF);
        if (length < 2) {
            throw new MalformedImageException(
                    Reason.CORRUPT, "Length " + length + " of the JPEG segment at " + offset + " is below 2");
        }
        int end = offset + 2 + length;
        if (end > file.length) {
            throw new MalformedImageException(
                    Reason.TRUNCATED, "The JPEG segment at " + offset + " reaches past the end of the file");
        }
        int data = marker == SOS ? entropyEnd(file, end) - end : 0;
        return new Segment(marker, offset, offset + 4, length - 2, data);
    }

    private static boolean isStandalone(int marker) {
        return marker == TEM || (marker >= RST0 && marker <= EOI);
    }

    /** First marker after the entropy-coded data that is neither a stuffed zero nor a restart; the file's end when none. */
    private static int entropyEnd(byte[] file, int from) {
        int i = from;
        while (i + 1 < file.length) {
            // Eight bytes at a time where none is 0xFF: the scan data of a photo has one in some 250 bytes.
            if (i + Long.BYTES <= file.length && !hasFF((long) LONGS.get(file, i))) {
                i += Long.BYTES;
                continue;
            }
            int end = Math.min(i + Long.BYTES, file.length - 1);
            for (; i < end; i++) {
                if (file[i] == (byte) 0xFF) {
                    int next = file[i + 1] & 0xFF;
                    if (next != 0 && next != 0xFF && !(next >= RST0 && next <= RST7)) {
                        return i;
                    }
                }
            }
        }
        return file.length;
    }

    /** Whether a byte of {@code word} is 0xFF: the search for a zero byte of H. S. Warren, Hacker's Delight 6-1, inverted. */
    private static boolean hasFF(long word) {
        return ((~word - 0x0101010101010101L) & word & 0x8080808080808080L) != 0;
    }

    /** In file order; the first is SOI. */
    public List<Segment> segments() {
        return segments;
    }

    /** First byte after EOI; the file's length when there is no EOI. */
    public int end() {
        return end;
    }

    /** Whether EOI was found. */
    public boolean complete() {
        return complete;
    }
}
