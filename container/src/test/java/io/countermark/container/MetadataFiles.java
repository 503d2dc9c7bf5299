package io.countermark.container;

import io.countermark.container.EmbeddedCredentials.Kind;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** Pictures to write metadata into, and what of them must never change. */
final class MetadataFiles {

    /** 17 x 17 points, VP8L, without VP8X. */
    private static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvEAAEEAcQERGIiP4HAA==";

    private MetadataFiles() {}

    /** One of each format that is made here; further ones of other tools when they are beside the repository. */
    static Map<String, byte[]> all() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("made.jpg", drawn("jpg"));
        files.put("made.png", drawn("png"));
        files.put("made.tif", drawn("tif"));
        files.put("made.webp", Base64.getDecoder().decode(WEBP));
        files.put("made.avif", avif());
        Path corpus = corpus();
        for (String name : new String[] {
            "trustnxt-icon-signed-v2-bmff.heic",
            "sample1.avif",
            "sample1.webp",
            "valid-tiff.tiff",
            "valid-webp-xmp.webp"
        }) {
            for (String folder : new String[] {"c2pa-ts", "peer", "public-testfiles", "encypher", "c2pa-rs"}) {
                Path file = corpus.resolve(folder).resolve(name);
                if (Files.isRegularFile(file)) {
                    files.put(name, bytes(file));
                }
            }
        }
        return files;
    }

    static Path corpus() {
        String set = System.getenv("COUNTERMARK_SHARED");
        String root = System.getProperty("countermark.root", "..");
        return (set != null ? Path.of(set) : Path.of(root).resolveSibling("shared")).resolve("corpora/c2pa");
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] drawn(String format) {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setPaint(new GradientPaint(0, 0, Color.ORANGE, 64, 48, Color.BLUE));
        canvas.fillRect(0, 0, 64, 48);
        canvas.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The boxes of an AVIF file around 40 bytes that stand for a coded picture. */
    static byte[] avif() {
        byte[] picture = new byte[40];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (byte) (i * 37 + 1);
        }
        byte[] ftyp = box("ftyp", ascii("avif"), new byte[4], ascii("avifmif1miaf"));
        byte[] meta = meta(0);
        meta = meta(ftyp.length + meta.length + 8);
        return joined(ftyp, meta, box("mdat", picture));
    }

    private static byte[] meta(int offset) {
        byte[] location = {0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 40};
        Bytes.putInt32(location, 14, offset);
        byte[] item = box("infe", new byte[] {2, 0, 0, 0, 0, 1, 0, 0}, ascii("av01"), new byte[1]);
        return box(
                "meta",
                new byte[4],
                box("hdlr", new byte[8], ascii("pict"), new byte[13]),
                box("pitm", new byte[] {0, 0, 0, 0, 0, 1}),
                box("iloc", location),
                box("iinf", new byte[] {0, 0, 0, 0, 0, 1}, item),
                box(
                        "iprp",
                        box("ipco", box("ispe", new byte[] {0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 48})),
                        box("ipma", new byte[] {0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1})));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] box(String type, byte[]... parts) {
        return BmffItemTable.box(type, joined(parts));
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** Coded picture data and what decoders need for it, without any metadata. */
    static byte[] picture(byte[] file) {
        Kind kind = EmbeddedCredentials.kindOf(file).orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (kind) {
            case JPEG ->
                JpegSegments.of(file).segments().stream()
                        .filter(segment -> segment.marker() < JpegSegments.APP0
                                || segment.marker() == JpegSegments.APP2
                                || segment.marker() == JpegSegments.APP14)
                        .forEach(segment -> out.write(file, segment.offset(), segment.length()));
            case PNG ->
                PngChunks.of(file).chunks().stream()
                        .filter(chunk ->
                                !chunk.type().equals("eXIf") && !chunk.type().equals("iTXt"))
                        .forEach(chunk -> out.write(file, chunk.offset(), chunk.length()));
            case WEBP -> {
                int at = 12;
                while (at + 8 <= file.length) {
                    String type = new String(file, at, 4, StandardCharsets.ISO_8859_1);
                    int length = (int) Bytes.uint32le(file, at + 4);
                    if (!type.equals("VP8X") && !type.equals("EXIF") && !type.equals("XMP ")) {
                        out.write(file, at, 8 + length);
                    }
                    at += 8 + length + (length & 1);
                }
            }
            case TIFF -> {
                TiffEditor editor = TiffEditor.ofFile(file);
                for (TiffEditor.Directory directory : editor.chain()) {
                    for (int tag : new int[] {256, 257, 258, 259, 262, 277, 278, 279}) {
                        out.writeBytes(editor.value(directory, tag).orElse(new byte[0]));
                    }
                    TiffDirectory plain = TiffDirectory.first(ByteWindow.of(file, "TIFF"), 4096);
                    for (int i = 0; i < plain.count(273); i++) {
                        out.write(file, (int) plain.number(273, i), (int) plain.number(279, i));
                    }
                }
            }
            case AVIF, HEIF -> {
                BmffItemTable table = BmffItemTable.of(file);
                for (BmffItemTable.Item item : table.items()) {
                    if (!item.type().equals("Exif") && !item.type().equals("mime")) {
                        out.writeBytes(item.box());
                        out.writeBytes(table.data(item.id()));
                    }
                }
            }
            case GIF, JXL, SVG -> throw new IllegalArgumentException("No metadata is written to " + kind);
        }
        return out.toByteArray();
    }
}
