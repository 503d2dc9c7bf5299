package io.countermark.container;

import io.countermark.container.BmffBoxes.Box;
import io.countermark.container.MalformedImageException.Reason;
import java.util.Set;

/**
 * The places in an ISO base media file that hold offsets into the file: {@code iloc} (ISO/IEC 14496-12, 8.11.3),
 * {@code stco} and {@code co64} (8.7.5). When bytes are put in or taken out, all that point behind that place move.
 */
final class BmffOffsets {

    private static final Set<String> CONTAINERS = Set.of("moov", "trak", "mdia", "minf", "stbl");
    private static final int MAX_DEPTH = 8;

    private final byte[] file;
    private final int threshold;
    private final int delta;

    private BmffOffsets(byte[] file, int threshold, int delta) {
        this.file = file;
        this.threshold = threshold;
        this.delta = delta;
    }

    /**
     * Adds {@code delta} to every file offset of at least {@code threshold}, in place.
     *
     * @throws MalformedImageException when a box can't be read, or an offset no longer fits its field
     */
    static void shift(byte[] file, int threshold, int delta) {
        new BmffOffsets(file, threshold, delta).shift(0, file.length, 0);
    }

    private void shift(int from, int to, int depth) {
        if (depth > MAX_DEPTH) {
            throw corrupt("Boxes nest deeper than " + MAX_DEPTH);
        }
        for (Box box : BmffBoxes.of(file, from, to)) {
            if (CONTAINERS.contains(box.type())) {
                shift(box.payloadOffset(), box.end(), depth + 1);
            } else if (box.type().equals("meta") && box.payloadLength() >= 4) {
                shift(box.payloadOffset() + 4, box.end(), depth + 1);
            } else if (box.type().equals("iloc")) {
                shiftItems(box);
            } else if (box.type().equals("stco")) {
                shiftChunks(box, 4);
            } else if (box.type().equals("co64")) {
                shiftChunks(box, 8);
            }
        }
    }

    private void shiftChunks(Box box, int width) {
        require(box, box.payloadOffset() + 8);
        long count = Bytes.uint32(file, box.payloadOffset() + 4);
        for (long i = 0; i < count; i++) {
            int at = box.payloadOffset() + 8 + (int) Math.min(i * width, Integer.MAX_VALUE / 2);
            require(box, at + width);
            move(at, width, 0);
        }
    }

    private void shiftItems(Box box) {
        int at = box.payloadOffset();
        require(box, at + 8);
        int version = file[at];
        int offsetSize = (file[at + 4] & 0xF0) >> 4;
        int lengthSize = file[at + 4] & 0x0F;
        int baseSize = (file[at + 5] & 0xF0) >> 4;
        int indexSize = version == 0 ? 0 : file[at + 5] & 0x0F;
        int idSize = version < 2 ? 2 : 4;
        long items = read(box, at + 6, idSize);
        at += 6 + idSize;
        for (long i = 0; i < items; i++) {
            at += idSize;
            int method = 0;
            if (version > 0) {
                method = (int) read(box, at, 2) & 0x0F;
                at += 2;
            }
            at += 2;
            int base = at;
            long baseOffset = read(box, at, baseSize);
            at += baseSize;
            int extents = (int) read(box, at, 2);
            at += 2;
            boolean byBase = baseSize > 0 && baseOffset >= threshold;
            if (method == 0 && byBase) {
                move(base, baseSize, 0);
            }
            for (int e = 0; e < extents; e++) {
                at += indexSize;
                require(box, at + offsetSize + lengthSize);
                if (method == 0 && !byBase) {
                    move(at, offsetSize, baseOffset);
                }
                at += offsetSize + lengthSize;
            }
        }
    }

    private long read(Box box, int at, int width) {
        require(box, at + width);
        return switch (width) {
            case 0 -> 0;
            case 2 -> Bytes.int16(file, at);
            case 4 -> Bytes.uint32(file, at);
            case 8 -> Bytes.int64(file, at);
            default -> throw corrupt("An offset of " + width + " bytes");
        };
    }

    private void move(int at, int width, long base) {
        long offset = base + (width == 4 ? Bytes.uint32(file, at) : width == 8 ? Bytes.int64(file, at) : 0);
        if (offset < threshold) {
            return;
        }
        long moved = offset - base + delta;
        if (width == 4 && moved >= 0 && moved <= 0xFFFF_FFFFL) {
            Bytes.putInt32(file, at, (int) moved);
        } else if (width == 8 && moved >= 0) {
            Bytes.putInt64(file, at, moved);
        } else {
            throw corrupt("An offset at " + at + " can't be moved by " + delta);
        }
    }

    private static void require(Box box, int end) {
        if (end > box.end() || end < 0) {
            throw corrupt("The box " + box.type() + " at " + box.offset() + " is too short");
        }
    }

    private static MalformedImageException corrupt(String detail) {
        return new MalformedImageException(Reason.CORRUPT, detail);
    }
}
