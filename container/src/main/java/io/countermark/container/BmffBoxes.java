package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Boxes of an ISO base media file (ISO/IEC 14496-12, 4.2), one level at a time. Nothing is copied. */
public final class BmffBoxes {

    /** More boxes on one level than any picture has. */
    public static final int DEFAULT_LIMIT = 4096;

    /**
     * @param type          four characters
     * @param offset        of the size field
     * @param payloadOffset first byte after size, type and large size
     * @param end           first byte after the box
     */
    public record Box(String type, int offset, int payloadOffset, int end) {

        public int length() {
            return end - offset;
        }

        public int payloadLength() {
            return end - payloadOffset;
        }
    }

    private BmffBoxes() {}

    /**
     * The boxes of a whole file.
     *
     * @throws MalformedImageException CORRUPT, TRUNCATED or TOO_MANY_CHUNKS
     */
    public static List<Box> of(byte[] file) {
        return of(file, 0, file.length);
    }

    /** The boxes between two offsets. */
    public static List<Box> of(byte[] file, int from, int to) {
        List<Box> boxes = new ArrayList<>();
        int at = from;
        while (at < to) {
            if (boxes.size() >= DEFAULT_LIMIT) {
                throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + DEFAULT_LIMIT + " boxes");
            }
            Box box = box(file, at, to);
            boxes.add(box);
            at = box.end();
        }
        return boxes;
    }

    private static Box box(byte[] file, int at, int to) {
        if (to - at < 8) {
            throw new MalformedImageException(Reason.TRUNCATED, "A box header at " + at + " is cut off");
        }
        long length = Bytes.uint32(file, at);
        int payload = at + 8;
        if (length == 1) {
            if (to - at < 16) {
                throw new MalformedImageException(Reason.TRUNCATED, "A box header at " + at + " is cut off");
            }
            length = Bytes.int64(file, at + 8);
            payload = at + 16;
        } else if (length == 0) {
            length = (long) to - at;
        }
        if (length < payload - at) {
            throw new MalformedImageException(Reason.CORRUPT, "The box at " + at + " is shorter than its header");
        }
        if (length > to - at) {
            throw new MalformedImageException(Reason.TRUNCATED, "The box at " + at + " reaches past its parent");
        }
        return new Box(new String(file, at + 4, 4, StandardCharsets.ISO_8859_1), at, payload, at + (int) length);
    }
}
