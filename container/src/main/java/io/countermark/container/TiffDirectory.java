package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One image file directory of a TIFF structure (TIFF 6.0 section 2), of which EXIF blocks are made as well. */
final class TiffDirectory {

    static final int ORIENTATION = 274;

    private static final int ENTRY_BYTES = 12;

    /** An orientation tag stands among the first few entries; a directory of an EXIF block has some dozens. */
    private static final int MAX_EXIF_ENTRIES = 512;

    private record Entry(int type, long count, int valueOffset) {}

    private final ByteWindow block;
    private final boolean little;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final long next;

    private TiffDirectory(ByteWindow block, boolean little, long offset, int maxEntries) {
        this.block = block;
        this.little = little;
        int count = u16(offset);
        if (count > maxEntries) {
            throw new MalformedImageException(
                    Reason.TOO_MANY_CHUNKS, "More than " + maxEntries + " entries in a TIFF directory");
        }
        for (int i = 0; i < count; i++) {
            long at = offset + 2 + (long) i * ENTRY_BYTES;
            entries.putIfAbsent(u16(at), new Entry(u16(at + 2), u32(at + 4), (int) at + 8));
        }
        long end = offset + 2 + (long) count * ENTRY_BYTES;
        this.next = end + 4 <= block.length() ? u32(end) : 0;
    }

    /** The first directory of a block that starts with a TIFF header. */
    static TiffDirectory first(ByteWindow block, int maxEntries) {
        boolean little = switch (block.ascii(0, 2)) {
            case "II" -> true;
            case "MM" -> false;
            default -> throw new MalformedImageException(Reason.CORRUPT, "A TIFF header starts with II or MM");
        };
        long offset = little ? block.u32le(4) : block.u32be(4);
        return new TiffDirectory(block, little, offset, maxEntries);
    }

    /**
     * The orientation an EXIF block states. A block that can't be read states none: a photo is not refused for what a
     * camera wrote beside it.
     */
    static int orientation(ByteWindow exif) {
        try {
            long value = first(exif, MAX_EXIF_ENTRIES).number(ORIENTATION).orElse(1L);
            return value >= 1 && value <= 8 ? (int) value : 1;
        } catch (MalformedImageException e) {
            return 1;
        }
    }

    /** The directory after this one, unless there is none. */
    Optional<TiffDirectory> next(int maxEntries) {
        return next == 0 ? Optional.empty() : Optional.of(new TiffDirectory(block, little, next, maxEntries));
    }

    long nextOffset() {
        return next;
    }

    /** How many values a tag has; 0 without the tag. */
    long count(int tag) {
        return entries.containsKey(tag) ? entries.get(tag).count() : 0;
    }

    /** The first value of a tag of type BYTE, SHORT or LONG. */
    Optional<Long> number(int tag) {
        return count(tag) == 0 ? Optional.empty() : Optional.of(number(tag, 0));
    }

    /** The value of a tag at an index below {@link #count}. */
    long number(int tag, long index) {
        Entry entry = entries.get(tag);
        if (entry == null || index >= entry.count()) {
            throw new MalformedImageException(Reason.CORRUPT, "TIFF tag " + tag + " has no value " + index);
        }
        int size = size(entry.type());
        boolean inline = entry.count() * size <= 4;
        long at = (inline ? entry.valueOffset() : u32(entry.valueOffset())) + index * size;
        return switch (size) {
            case 1 -> block.u8(at);
            case 2 -> u16(at);
            default -> u32(at);
        };
    }

    /** The bytes of a tag of type BYTE or UNDEFINED. */
    byte[] bytes(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null || size(entry.type()) != 1 || entry.count() <= 4) {
            return new byte[0];
        }
        return block.copy(u32(entry.valueOffset()), entry.count());
    }

    private static int size(int type) {
        return switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 13 -> 4;
            default -> throw new MalformedImageException(Reason.CORRUPT, "TIFF type " + type + " is no whole number");
        };
    }

    private int u16(long at) {
        return little ? block.u16le(at) : block.u16be(at);
    }

    private long u32(long at) {
        return little ? block.u32le(at) : block.u32be(at);
    }
}
