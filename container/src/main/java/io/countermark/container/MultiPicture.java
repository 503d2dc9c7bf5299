package io.countermark.container;

import io.countermark.container.JpegSegments.Segment;
import io.countermark.container.TiffEditor.Directory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Further pictures behind the first in a JPEG file: gain maps, second views, previews (CIPA DC-007, 5.2). APP2 holds
 * {@code "MPF" 00 | TIFF structure}; its entry B002 has 16 bytes a picture:
 *
 * <pre>
 * attributes (4) | length (4) | offset from the TIFF header, 0 for the first (4) | dependent pictures (2, 2)
 * </pre>
 *
 * So the offsets are wrong as soon as anything before them grows.
 */
final class MultiPicture {

    private static final byte[] SIGNATURE = "MPF\0".getBytes(StandardCharsets.US_ASCII);
    private static final int ENTRIES = 0xB002;
    private static final int ENTRY = 16;

    /**
     * @param header  where the TIFF structure begins in the file
     * @param entries relative to it
     */
    private record Index(int header, TiffEditor editor, ByteRange entries) {}

    private MultiPicture() {}

    /**
     * @param before a JPEG file
     * @param after  the same with other segments before its EOI; its offsets are put right in place
     * @return {@code after}
     */
    static byte[] moved(byte[] before, byte[] after) {
        if (before.length == after.length && Arrays.equals(before, after)) {
            return after;
        }
        Optional<Index> old = index(before);
        Optional<Index> now = old.isEmpty() ? Optional.empty() : index(after);
        if (now.isEmpty()) {
            return after;
        }
        int end = JpegSegments.of(before).end();
        int shift = after.length - before.length;
        Index from = old.get();
        Index to = now.get();
        for (int i = 0;
                i + ENTRY <= Math.min(from.entries().length(), to.entries().length());
                i += ENTRY) {
            int at = from.entries().start() + i;
            long length = from.editor().uint32(at + 4);
            long offset = from.editor().uint32(at + 8);
            int target = to.header() + to.entries().start() + i;
            if (offset == 0 && length == end) {
                to.editor().put32(after, target + 4, length + shift);
            } else if (offset > 0 && from.header() + offset >= end) {
                to.editor().put32(after, target + 8, from.header() + offset + shift - to.header());
            }
        }
        return after;
    }

    /** Empty when there is none, or none that can be followed: nobody can read its offsets then. */
    private static Optional<Index> index(byte[] file) {
        for (Segment segment : JpegSegments.of(file).segments()) {
            if (segment.marker() == JpegSegments.APP2
                    && Bytes.startsWith(file, segment.payloadOffset(), segment.payloadLength(), SIGNATURE)) {
                int header = segment.payloadOffset() + SIGNATURE.length;
                try {
                    TiffEditor editor = TiffEditor.ofExif(
                            Arrays.copyOfRange(file, header, segment.payloadOffset() + segment.payloadLength()));
                    Directory first = editor.chain().getFirst();
                    return editor.entry(first, ENTRIES)
                            .flatMap(editor::place)
                            .map(place -> new Index(header, editor, place));
                } catch (MalformedImageException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
