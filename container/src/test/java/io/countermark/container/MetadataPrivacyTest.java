package io.countermark.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.countermark.container.MetadataPrivacy.Stripped;
import io.countermark.container.PrivacyReport.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataPrivacyTest {

    private static final List<String> SECRETS =
            List.of("SERIAL-777", "MAKERS-NOTE", "THUMB-JPEG", "51.5,30.2", "Ms Owner");

    private static final String XMP = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="51.5,30.2"
             xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" aux:SerialNumber="SERIAL-777" aux:OwnerName="Ms Owner"
             xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>Li Wei</rdf:li></rdf:Seq></dc:creator>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            """;

    /** Big-endian directories: main (make, EXIF, GPS), EXIF (serial number, maker note, owner), GPS, thumbnail. */
    private static byte[] exif() {
        Block block = new Block();
        int make = block.text("Lampcam\0");
        int serial = block.text("SERIAL-777\0");
        int note = block.text("MAKERS-NOTE\0");
        int owner = block.text("Ms Owner\0");
        int place = block.text("51.5,30.2\0");
        int thumbnail = block.text("THUMB-JPEG\0");
        int gps = block.directory(new int[][] {{1, 2, 10, place}}, 0);
        int camera =
                block.directory(new int[][] {{0x927C, 7, 12, note}, {0xA430, 2, 9, owner}, {0xA431, 2, 11, serial}}, 0);
        int small = block.directory(new int[][] {{0x201, 4, 1, thumbnail}, {0x202, 4, 1, 11}}, 0);
        int main = block.directory(new int[][] {{271, 2, 8, make}, {0x8769, 4, 1, camera}, {0x8825, 4, 1, gps}}, small);
        byte[] bytes = block.out.toByteArray();
        Bytes.putInt32(bytes, 4, main);
        return bytes;
    }

    private static final class Block {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Block() {
            out.writeBytes(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 0});
        }

        int text(String text) {
            int at = out.size();
            out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            return at;
        }

        int directory(int[][] entries, int next) {
            int at = out.size();
            byte[] bytes = new byte[2 + 12 * entries.length + 4];
            Bytes.putInt16(bytes, 0, entries.length);
            for (int i = 0; i < entries.length; i++) {
                Bytes.putInt16(bytes, 2 + 12 * i, entries[i][0]);
                Bytes.putInt16(bytes, 4 + 12 * i, entries[i][1]);
                Bytes.putInt32(bytes, 6 + 12 * i, entries[i][2]);
                Bytes.putInt32(bytes, 10 + 12 * i, entries[i][3]);
            }
            Bytes.putInt32(bytes, bytes.length - 4, next);
            out.writeBytes(bytes);
            return at;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"made.jpg", "made.png", "made.webp", "made.avif"})
    void whatGivesTheOwnerAwayGoesAndTheRestStays(String name) {
        byte[] file = MetadataFiles.all().get(name);
        byte[] talkative = ImageMetadata.container(file)
                .write(file, new MetadataBlocks(exif(), null, XMP.getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(talkative, StandardCharsets.ISO_8859_1)).contains(SECRETS);
        Stripped stripped = MetadataPrivacy.strip(talkative);
        assertThat(new String(stripped.file(), StandardCharsets.ISO_8859_1))
                .doesNotContain(SECRETS)
                .contains("Lampcam");
        assertEquals(List.of("Li Wei"), ImageMetadata.read(stripped.file()).creators());
        Set<Reason> reasons = stripped.report().removed().stream()
                .map(PrivacyReport.Removed::reason)
                .collect(Collectors.toSet());
        assertEquals(Set.of(Reason.values()), reasons);
        assertArrayEquals(MetadataFiles.picture(talkative), MetadataFiles.picture(stripped.file()));
        assertTrue(MetadataPrivacy.strip(stripped.file()).report().isClean());
    }

    @Test
    void aDirectoryThatPointsIntoTheStripsOfATiffDoesNotEraseThem() {
        byte[] tiff = MetadataFiles.drawn("tif");
        TiffDirectory directory = TiffDirectory.first(ByteWindow.of(tiff, "TIFF"), 4096);
        TiffEditor editor = TiffEditor.ofFile(tiff);
        byte[] before = MetadataFiles.picture(tiff);
        editor.zero(new ByteRange((int) directory.number(273, 0) + 3, 5));
        assertArrayEquals(before, MetadataFiles.picture(editor.bytes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"made.jpg", "made.png", "made.webp", "made.avif", "made.tif"})
    void aPictureThatSaysNothingIsClean(String name) {
        assertTrue(MetadataPrivacy.strip(MetadataFiles.all().get(name)).report().isClean());
    }

    @Test
    void fourThousandThumbnailsGoInOnePass() {
        byte[] jpeg = MetadataFiles.drawn("jpg");
        byte[] one = {(byte) 0xFF, (byte) 0xE0, 0, 8, 'J', 'F', 'X', 'X', 0, 0x10};
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 4_000; i++) {
            many.writeBytes(one);
        }
        Stripped stripped = MetadataPrivacy.strip(ByteSplice.with(jpeg, 2, many.toByteArray()));
        assertArrayEquals(jpeg, stripped.file());
        assertEquals(1, stripped.report().removed().size());
    }

    @Test
    void photoshopsThumbnailInATiffGoes() {
        byte[] tiff = MetadataFiles.drawn("tif");
        PhotoshopResources resources = PhotoshopResources.empty();
        resources.put(PhotoshopResources.THUMBNAILS.getLast(), "THUMB-JPEG".getBytes(StandardCharsets.US_ASCII));
        TiffEditor editor = TiffEditor.ofFile(tiff);
        editor.set(34_377, TiffEditor.BYTE, resources.encode());
        Stripped stripped = MetadataPrivacy.strip(editor.bytes());
        assertEquals(1, stripped.report().removed().size());
        assertThat(new String(stripped.file(), StandardCharsets.ISO_8859_1)).doesNotContain("THUMB-JPEG");
        assertArrayEquals(MetadataFiles.picture(tiff), MetadataFiles.picture(stripped.file()));
    }
}
