package io.countermark.credentials;

import io.countermark.container.ImageMetadata;
import io.countermark.container.MalformedImageException;
import io.countermark.container.MetadataPrivacy;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Jazzer's target for metadata blocks: the bytes are taken as EXIF and as XMP of a WebP, where nothing stands before them that a
 * fuzzer has to keep right, and as IPTC-IIM and Photoshop resources of a JPEG.
 */
public final class MetadataFuzz {

    private static final int MOST = 60_000;
    private static final byte[] JPEG = Samples.picture("jpg", 24, 16);

    /** A VP8L picture of 17 x 17 points. */
    private static final byte[] VP8L = {
        0x2F, 0x10, 0, 4, 0x10, 7, 0x10, 0x11, 0x11, (byte) 0x88, (byte) 0x88, (byte) 0xFE, 7
    };

    private MetadataFuzz() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > MOST) {
            return;
        }
        use(webp("EXIF", input, 8));
        use(webp("XMP ", input, 4));
        use(jpeg(concat(resource(0x0404), size(input.length), input)));
        use(jpeg(input));
    }

    private static void use(byte[] file) {
        try {
            ImageMetadata.write(file, ImageMetadata.read(file));
        } catch (MalformedImageException e) {
            // The typed answer.
        }
        try {
            MetadataPrivacy.strip(file);
        } catch (MalformedImageException e) {
            // Likewise.
        }
    }

    private static byte[] webp(String type, byte[] content, int flag) {
        byte[] extended = {(byte) flag, 0, 0, 0, 16, 0, 0, 16, 0, 0};
        byte[] chunks = concat(chunk("VP8X", extended), chunk("VP8L", VP8L), chunk(type, content));
        return concat(ascii("RIFF"), little(4 + chunks.length), ascii("WEBP"), chunks);
    }

    private static byte[] chunk(String type, byte[] content) {
        return concat(ascii(type), little(content.length), content, new byte[content.length & 1]);
    }

    private static byte[] jpeg(byte[] resources) {
        byte[] head = ascii("Photoshop 3.0\0");
        int length = 2 + head.length + resources.length;
        byte[] segment =
                concat(new byte[] {(byte) 0xFF, (byte) 0xED, (byte) (length >> 8), (byte) length}, head, resources);
        return concat(Arrays.copyOf(JPEG, 2), segment, Arrays.copyOfRange(JPEG, 2, JPEG.length));
    }

    private static byte[] resource(int id) {
        return concat(ascii("8BIM"), new byte[] {(byte) (id >> 8), (byte) id, 0, 0});
    }

    private static byte[] size(int length) {
        return ByteBuffer.allocate(4).putInt(length).array();
    }

    private static byte[] little(int length) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** One block of each kind. */
    static List<byte[]> seeds() {
        String xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF"
                + " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''"
                + " xmlns:dc='http://purl.org/dc/elements/1.1/' dc:format='image/jpeg'><dc:creator><rdf:Seq><rdf:li>Z"
                + "</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>";
        byte[] exif = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x3B, 1, 2, 0, 4, 0, 0, 0, 'Z', 'o', 'e', 0, 0, 0, 0, 0};
        byte[] iim = {0x1C, 2, 80, 0, 3, 'Z', 'o', 'e', 0x1C, 2, 116, 0, 1, 'c'};
        return List.of(ascii(xmp), exif, iim, concat(resource(0x0404), size(iim.length), iim));
    }
}
