package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * WebP (RFC 9649, 2.7): chunks {@code EXIF} and {@code XMP } behind the picture, announced by flags of {@code VP8X}, which is
 * added to a simple file. A {@code C2PA} chunk stays last.
 */
final class WebPMetadata implements MetadataContainer {

    private static final int HEAD = 12;
    private static final int MAX_CHUNKS = 4096;
    private static final int MAX_ENTRIES = 4096;
    private static final int FLAG_ALPHA = 0x10;
    private static final int FLAG_EXIF = 0x08;
    private static final int FLAG_XMP = 0x04;
    private static final byte[] EXIF_PREFIX = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    /** @param start of the data in the file */
    private record Chunk(String type, int start, int length) {}

    private static List<Chunk> chunks(byte[] file) {
        long end = 8 + Bytes.uint32le(file, 4);
        if (end > file.length || end < HEAD) {
            throw new MalformedImageException(Reason.TRUNCATED, "The RIFF announces more bytes than the file has");
        }
        List<Chunk> chunks = new ArrayList<>();
        int at = HEAD;
        while (end - at >= 8) {
            long length = Bytes.uint32le(file, at + 4);
            if (length > end - at - 8) {
                throw new MalformedImageException(Reason.TRUNCATED, "A RIFF chunk reaches past the RIFF");
            }
            if (chunks.size() >= MAX_CHUNKS) {
                throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + MAX_CHUNKS + " RIFF chunks");
            }
            chunks.add(new Chunk(new String(file, at, 4, StandardCharsets.ISO_8859_1), at + 8, (int) length));
            at += 8 + (int) (length + (length & 1));
        }
        return chunks;
    }

    @Override
    public MetadataBlocks read(byte[] file) {
        byte[] exif = null;
        byte[] xmp = null;
        for (Chunk chunk : chunks(file)) {
            if (exif == null && chunk.type().equals("EXIF")) {
                int skip = Bytes.startsWith(file, chunk.start(), chunk.length(), EXIF_PREFIX) ? 6 : 0;
                exif = Arrays.copyOfRange(file, chunk.start() + skip, chunk.start() + chunk.length());
            } else if (xmp == null && chunk.type().equals("XMP ")) {
                xmp = Arrays.copyOfRange(file, chunk.start(), chunk.start() + chunk.length());
            }
        }
        return new MetadataBlocks(exif, null, xmp);
    }

    @Override
    public byte[] write(byte[] file, MetadataBlocks blocks) {
        List<Chunk> chunks = chunks(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 4096);
        ByteArrayOutputStream store = new ByteArrayOutputStream();
        out.write(file, 0, HEAD);
        byte[] exif = blocks.exif();
        byte[] xmp = blocks.xmp();
        boolean hasExif =
                exif != null || chunks.stream().anyMatch(chunk -> chunk.type().equals("EXIF"));
        boolean hasXmp =
                xmp != null || chunks.stream().anyMatch(chunk -> chunk.type().equals("XMP "));
        byte[] canvas = canvas(file, chunks);
        int flags = canvas[0] & ~(FLAG_EXIF | FLAG_XMP);
        flags |= hasExif ? FLAG_EXIF : 0;
        flags |= hasXmp ? FLAG_XMP : 0;
        canvas[0] = (byte) flags;
        append(out, "VP8X", canvas);
        for (Chunk chunk : chunks) {
            byte[] data = Arrays.copyOfRange(file, chunk.start(), chunk.start() + chunk.length());
            boolean replaced = (chunk.type().equals("EXIF") && exif != null)
                    || (chunk.type().equals("XMP ") && xmp != null)
                    || chunk.type().equals("VP8X");
            if (!replaced) {
                append(chunk.type().equals("C2PA") ? store : out, chunk.type(), data);
            }
        }
        if (exif != null) {
            append(out, "EXIF", exif);
        }
        if (xmp != null) {
            append(out, "XMP ", xmp);
        }
        out.writeBytes(store.toByteArray());
        int end = out.size();
        int riffEnd = 8 + (int) Bytes.uint32le(file, 4);
        out.write(file, riffEnd, file.length - riffEnd);
        byte[] written = out.toByteArray();
        Bytes.putInt32le(written, 4, end - 8);
        return written;
    }

    private static byte[] canvas(byte[] file, List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            if (chunk.type().equals("VP8X") && chunk.length() >= 10) {
                return Arrays.copyOfRange(file, chunk.start(), chunk.start() + chunk.length());
            }
        }
        ImageHeader header = WebPHeader.read(file, MAX_ENTRIES);
        byte[] canvas = new byte[10];
        canvas[0] = (byte) (header.alpha() ? FLAG_ALPHA : 0);
        put24(canvas, 4, header.width() - 1);
        put24(canvas, 7, header.height() - 1);
        return canvas;
    }

    private static void put24(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
        bytes[at + 2] = (byte) (value >> 16);
    }

    private static void append(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] head = new byte[8];
        System.arraycopy(type.getBytes(StandardCharsets.ISO_8859_1), 0, head, 0, 4);
        Bytes.putInt32le(head, 4, data.length);
        out.writeBytes(head);
        out.writeBytes(data);
        if ((data.length & 1) == 1) {
            out.write(0);
        }
    }
}
