package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import io.countermark.container.PngChunks.Chunk;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * PNG: EXIF in {@code eXIf}, XMP in an {@code iTXt} of the keyword {@code XML:com.adobe.xmp} (PNG third edition, 11.3.3.4; XMP
 * part 3, 1.1.5). Both are written before the first {@code IDAT}.
 */
final class PngMetadata implements MetadataContainer {

    private static final String EXIF = "eXIf";
    private static final String TEXT = "iTXt";
    private static final byte[] KEYWORD = "XML:com.adobe.xmp\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RAW_PROFILE = "Raw profile type ".getBytes(StandardCharsets.US_ASCII);

    @Override
    public MetadataBlocks read(byte[] file) {
        byte[] exif = null;
        byte[] xmp = null;
        for (Chunk chunk : PngChunks.of(file).chunks()) {
            if (exif == null && chunk.type().equals(EXIF)) {
                exif = data(file, chunk);
            } else if (xmp == null && isXmp(file, chunk)) {
                xmp = text(data(file, chunk));
            }
        }
        return new MetadataBlocks(exif, null, xmp);
    }

    private static byte[] data(byte[] file, Chunk chunk) {
        return Arrays.copyOfRange(file, chunk.dataOffset(), chunk.dataOffset() + chunk.dataLength());
    }

    private static boolean isXmp(byte[] file, Chunk chunk) {
        return chunk.type().equals(TEXT) && Bytes.startsWith(file, chunk.dataOffset(), chunk.dataLength(), KEYWORD);
    }

    /** keyword, 0 | compressed (1) | method (1) | language, 0 | translated keyword, 0 | text. */
    private static byte[] text(byte[] data) {
        int at = KEYWORD.length + 2;
        for (int zeros = 0; zeros < 2; at++) {
            if (at >= data.length) {
                throw new MalformedImageException(Reason.TRUNCATED, "The iTXt chunk of the XMP is cut off");
            }
            zeros += data[at] == 0 ? 1 : 0;
        }
        byte[] text = Arrays.copyOfRange(data, at, data.length);
        return data[KEYWORD.length] == 1 ? inflated(text) : text;
    }

    private static byte[] inflated(byte[] deflated) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(deflated);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[16_384];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0 || out.size() > XmpPacket.MAX_BYTES) {
                    throw new MalformedImageException(Reason.CORRUPT, "The compressed XMP is cut off, or too large");
                }
                out.write(buffer, 0, read);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new MalformedImageException(Reason.CORRUPT, "The compressed XMP is damaged");
        }
    }

    @Override
    public byte[] write(byte[] file, MetadataBlocks blocks) {
        byte[] changed = file;
        if (blocks.xmp() != null) {
            byte[] head = Arrays.copyOf(KEYWORD, KEYWORD.length + 4);
            byte[] data = ByteSplice.with(head, head.length, blocks.xmp());
            byte[] before = changed;
            changed = replaced(before, chunk -> isXmp(before, chunk), PngChunks.encode(TEXT, data));
        }
        if (blocks.exif() != null) {
            changed = replaced(changed, chunk -> chunk.type().equals(EXIF), PngChunks.encode(EXIF, blocks.exif()));
        }
        return changed;
    }

    private static byte[] replaced(byte[] file, Predicate<Chunk> old, byte[] added) {
        List<ByteRange> places = new ArrayList<>();
        int before = -1;
        for (Chunk chunk : PngChunks.of(file).chunks()) {
            if (old.test(chunk)) {
                places.add(new ByteRange(chunk.offset(), chunk.length()));
            }
            if (before < 0
                    && (chunk.type().equals(PngChunks.IDAT) || chunk.type().equals(PngChunks.IEND))) {
                before = chunk.offset();
            }
        }
        if (before < 0) {
            throw new MalformedImageException(Reason.TRUNCATED, "The PNG file ends before its picture");
        }
        int end = before;
        int removed = places.stream()
                .filter(place -> place.start() < end)
                .mapToInt(ByteRange::length)
                .sum();
        return ByteSplice.with(ByteSplice.without(file, places), end - removed, added);
    }

    /** ImageMagick's hexadecimal copies of EXIF, IPTC and XMP, which no other program keeps in step. */
    @Override
    public byte[] withoutPreviews(byte[] file, List<PrivacyReport.Removed> removed) {
        List<ByteRange> places = new ArrayList<>();
        for (Chunk chunk : PngChunks.of(file).chunks()) {
            boolean text = chunk.type().equals("zTXt")
                    || chunk.type().equals("tEXt")
                    || chunk.type().equals(TEXT);
            if (text && Bytes.startsWith(file, chunk.dataOffset(), chunk.dataLength(), RAW_PROFILE)) {
                places.add(new ByteRange(chunk.offset(), chunk.length()));
                removed.add(new PrivacyReport.Removed(PrivacyReport.Reason.PREVIEW, "PNG raw profile"));
            }
        }
        return ByteSplice.without(file, places);
    }
}
