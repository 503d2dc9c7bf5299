package io.countermark.container;

import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.JpegSegments.Segment;
import io.countermark.container.PngChunks.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The segments or chunks of a file by the names that a C2PA boxes hash gives them (C2PA 2.4, 18.7 and A.3). */
public final class NamedBoxes {

    private static final String STORE = "C2PA";

    /** @param name of the standard, for example {@code APP0}, {@code IDAT} or {@code C2PA} for the manifest store */
    public record NamedBox(String name, ByteRange place) {}

    private NamedBoxes() {}

    /**
     * All boxes in file order, covering the file without gaps; trailing bytes count to the last.
     *
     * @param store place of the manifest store
     * @return empty for a container that has no such names
     * @throws MalformedImageException when the structure can't be followed
     */
    public static Optional<List<NamedBox>> of(byte[] file, Kind kind, ByteRange store) {
        return switch (kind) {
            case JPEG -> Optional.of(jpeg(file, store));
            case PNG -> Optional.of(png(file));
            case WEBP, GIF, TIFF, AVIF, HEIF, JXL, SVG -> Optional.empty();
        };
    }

    private static List<NamedBox> jpeg(byte[] file, ByteRange store) {
        List<NamedBox> boxes = new ArrayList<>();
        int from = 0;
        for (Segment segment : JpegSegments.of(file).segments()) {
            boolean inStore = segment.offset() >= store.start() && segment.offset() < store.end();
            int end = segment.end();
            if (inStore) {
                if (segment.offset() == store.start()) {
                    boxes.add(new NamedBox(STORE, store));
                }
            } else {
                boxes.add(new NamedBox(jpegName(segment.marker()), new ByteRange(from, end - from)));
            }
            from = end;
        }
        return withTail(boxes, file.length);
    }

    private static String jpegName(int marker) {
        if (marker >= JpegSegments.APP0 && marker <= JpegSegments.APP15) {
            return "APP" + (marker - JpegSegments.APP0);
        }
        return switch (marker) {
            case JpegSegments.SOI -> "SOI";
            case JpegSegments.EOI -> "EOI";
            case JpegSegments.SOS -> "SOS";
            case JpegSegments.DQT -> "DQT";
            case JpegSegments.DHT -> "DHT";
            case JpegSegments.DAC -> "DAC";
            case JpegSegments.COM -> "COM";
            case 0xDC -> "DNL";
            case 0xDD -> "DRI";
            case 0xDE -> "DHP";
            case 0xDF -> "EXP";
            case JpegSegments.TEM -> "TEM";
            case JpegSegments.JPG -> "JPG";
            default ->
                marker >= JpegSegments.SOF0 && marker <= JpegSegments.SOF15
                        ? "SOF" + (marker - JpegSegments.SOF0)
                        : "%02X".formatted(marker);
        };
    }

    private static List<NamedBox> png(byte[] file) {
        List<NamedBox> boxes = new ArrayList<>();
        List<Chunk> chunks = PngChunks.of(file).chunks();
        boxes.add(new NamedBox("PNGh", new ByteRange(0, 8)));
        for (Chunk chunk : chunks) {
            String name = chunk.type().equals("caBX") ? STORE : chunk.type();
            boxes.add(new NamedBox(name, new ByteRange(chunk.offset(), chunk.length())));
        }
        return withTail(boxes, file.length);
    }

    private static List<NamedBox> withTail(List<NamedBox> boxes, int end) {
        NamedBox last = boxes.removeLast();
        boxes.add(new NamedBox(
                last.name(),
                new ByteRange(last.place().start(), end - last.place().start())));
        return boxes;
    }
}
