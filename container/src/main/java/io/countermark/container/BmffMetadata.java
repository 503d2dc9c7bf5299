package io.countermark.container;

import io.countermark.container.BmffBoxes.Box;
import io.countermark.container.BmffItemTable.Item;
import io.countermark.container.BmffItemTable.Location;
import io.countermark.container.PrivacyReport.Removed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * AVIF and HEIF (ISO/IEC 23008-12, annex A): an item of type {@code Exif} whose bytes begin with the offset of the TIFF header,
 * and one of type {@code mime} with {@code application/rdf+xml}. New bytes go into an {@code mdat} at the end of the file, the
 * old ones are zeroed; what {@code meta} grew by moves every offset behind it.
 */
final class BmffMetadata implements MetadataContainer {

    private static final String EXIF = "Exif";
    private static final String MIME = "mime";
    private static final String RDF = "application/rdf+xml";
    private static final byte[] EXIF_PREFIX = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    @Override
    public MetadataBlocks read(byte[] file) {
        BmffItemTable table = BmffItemTable.of(file);
        byte[] exif = table.item(EXIF, "")
                .map(item -> table.data(item.id()))
                .flatMap(BmffMetadata::tiff)
                .orElse(null);
        byte[] xmp = table.item(MIME, RDF)
                .map(item -> table.data(item.id()))
                .filter(data -> data.length > 0)
                .orElse(null);
        return new MetadataBlocks(exif, null, xmp);
    }

    private static Optional<byte[]> tiff(byte[] data) {
        if (data.length < 12) {
            return Optional.empty();
        }
        long from = 4 + Bytes.uint32(data, 0);
        if (from > data.length - 8) {
            return Optional.empty();
        }
        int skip = Bytes.startsWith(data, (int) from, data.length - (int) from, EXIF_PREFIX) ? EXIF_PREFIX.length : 0;
        return Optional.of(Arrays.copyOfRange(data, (int) from + skip, data.length));
    }

    @Override
    public byte[] write(byte[] file, MetadataBlocks blocks) {
        byte @Nullable [] exif = blocks.exif() == null ? null : ByteSplice.with(blocks.exif(), 0, new byte[4]);
        byte @Nullable [] xmp = blocks.xmp();
        if (exif == null && xmp == null) {
            return file;
        }
        byte[] work = withEndOfLastBox(file);
        BmffItemTable table = BmffItemTable.of(work);
        List<ByteRange> freed = new ArrayList<>();
        if (exif != null) {
            freed.addAll(release(work, table, EXIF, ""));
        }
        if (xmp != null) {
            freed.addAll(release(work, table, MIME, RDF));
        }
        int end = endWithout(work, freed);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        place(table, EXIF, "", exif, end, data);
        place(table, MIME, RDF, xmp, end, data);
        byte[] meta = table.encode(work);
        Box old = table.meta();
        ByteArrayOutputStream out = new ByteArrayOutputStream(end + meta.length + data.size());
        out.write(work, 0, old.offset());
        out.writeBytes(meta);
        out.write(work, old.end(), end - old.end());
        out.writeBytes(BmffItemTable.box("mdat", data.toByteArray()));
        byte[] written = out.toByteArray();
        BmffOffsets.shift(written, old.end(), meta.length - old.length());
        return written;
    }

    /** A last box that says "to the end of the file" gets its size, for something is put behind it. */
    private static byte[] withEndOfLastBox(byte[] file) {
        byte[] work = file.clone();
        Box last = BmffBoxes.of(work).getLast();
        if (Bytes.int32(work, last.offset()) == 0) {
            Bytes.putInt32(work, last.offset(), last.length());
        }
        return work;
    }

    /** Zeros an item's bytes; returns where they stood. */
    private static List<ByteRange> release(byte[] work, BmffItemTable table, String type, String contentType) {
        Optional<Item> item = table.item(type, contentType);
        if (item.isEmpty()) {
            return List.of();
        }
        List<ByteRange> freed = table.places(item.get().id()).stream()
                .filter(place -> isUnshared(table, item.get().id(), place))
                .toList();
        freed.forEach(place -> Arrays.fill(work, place.start(), place.end(), (byte) 0));
        return freed;
    }

    /** Where the file may end when what was freed is all that its last box held. */
    private static int endWithout(byte[] work, List<ByteRange> freed) {
        Box last = BmffBoxes.of(work).getLast();
        int bytes = freed.stream()
                .filter(place -> place.start() >= last.payloadOffset())
                .mapToInt(ByteRange::length)
                .sum();
        return last.type().equals("mdat") && bytes == last.payloadLength() ? last.offset() : work.length;
    }

    private static boolean isUnshared(BmffItemTable table, long id, ByteRange place) {
        for (Location location : table.locations()) {
            boolean overlaps = location.id() != id
                    && location.method() == 0
                    && location.extents().stream()
                            .anyMatch(extent ->
                                    extent.offset() < place.end() && place.start() < extent.offset() + extent.length());
            if (overlaps) {
                return false;
            }
        }
        return place.start() >= table.meta().offset();
    }

    /** The offset is that before {@code meta} grows: it is moved with the others. */
    private static void place(
            BmffItemTable table,
            String type,
            String contentType,
            byte @Nullable [] bytes,
            int end,
            ByteArrayOutputStream data) {
        if (bytes == null) {
            return;
        }
        long id = table.item(type, contentType).map(Item::id).orElseGet(() -> table.add(type, contentType));
        table.locate(id, end + 8L + data.size(), bytes.length);
        data.writeBytes(bytes);
    }

    @Override
    public byte[] withoutPreviews(byte[] file, List<Removed> removed) {
        return file;
    }

    /** Thumbnail items are coded pictures among others. */
    static List<Removed> previewsLeft(byte[] file) {
        HeifItems items = HeifItems.of(file, 65_536);
        return items.thumbnails(items.primary())
                ? List.of(new Removed(PrivacyReport.Reason.PREVIEW, "HEIF thumbnail item"))
                : List.of();
    }
}
