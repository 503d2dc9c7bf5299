package io.countermark.container;

import java.util.List;

/** Cuts ranges out of a file. */
final class ByteSplice {

    private ByteSplice() {}

    /** @param ranges ascending, not overlapping */
    static byte[] without(byte[] file, List<ByteRange> ranges) {
        int removed = ranges.stream().mapToInt(ByteRange::length).sum();
        byte[] kept = new byte[file.length - removed];
        int from = 0;
        int to = 0;
        for (ByteRange range : ranges) {
            System.arraycopy(file, from, kept, to, range.start() - from);
            to += range.start() - from;
            from = range.end();
        }
        System.arraycopy(file, from, kept, to, file.length - from);
        return kept;
    }

    /** The file with {@code inserted} at {@code at}. */
    static byte[] with(byte[] file, int at, byte[] inserted) {
        byte[] longer = new byte[Math.addExact(file.length, inserted.length)];
        System.arraycopy(file, 0, longer, 0, at);
        System.arraycopy(inserted, 0, longer, at, inserted.length);
        System.arraycopy(file, at, longer, at + inserted.length, file.length - at);
        return longer;
    }
}
