package io.countermark.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Tag;
import com.drew.metadata.xmp.XmpDirectory;
import io.countermark.container.RightsMetadata.DataMining;
import io.countermark.container.RightsMetadata.Licensor;
import io.countermark.container.RightsMetadata.Owner;
import io.countermark.container.RightsMetadata.RegistryId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageMetadataTest {

    private static final RightsMetadata RIGHTS = new RightsMetadata(
            List.of("Li Wei", "Zoë Müller"),
            "© 2026 Lampenhaus 灯具",
            "Lampenhaus",
            "Studio 3",
            "https://shop.example/rights",
            "Only with a licence",
            true,
            List.of(new Owner("urn:owner:7", "Lampenhaus GmbH")),
            List.of(new Licensor("Lampenhaus", "https://shop.example/licence?a=1&b=2", "rights@shop.example")),
            DataMining.PROHIBITED,
            "No training <at all>",
            "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
            "urn:uuid:7e57d004-2b97-0e7a-b45f-5387367791cd",
            "SKU-4711",
            List.of(new RegistryId("countermark.example", "log/42")),
            "Lamp",
            "A brass lamp",
            List.of("lamp", "brass"));

    @TempDir
    private Path folder;

    static Stream<String> names() {
        return MetadataFiles.all().keySet().stream();
    }

    private static byte[] file(String name) {
        return MetadataFiles.all().get(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsWrittenIsReadAndThePictureStaysAsItWas(String name) {
        byte[] file = file(name);
        byte[] written = ImageMetadata.write(file, RIGHTS);
        assertEquals(RIGHTS, ImageMetadata.read(written));
        assertArrayEquals(MetadataFiles.picture(file), MetadataFiles.picture(written));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aSecondChangeReplacesTheFirstAndDoesNotPileUp(String name) {
        byte[] once = ImageMetadata.write(file(name), RIGHTS);
        RightsMetadata other =
                RIGHTS.with().creators(List.of("Somebody else")).title(null).build();
        byte[] twice = ImageMetadata.write(once, other);
        assertEquals(other, ImageMetadata.read(twice));
        assertArrayEquals(MetadataFiles.picture(once), MetadataFiles.picture(twice));
        byte[] again = ImageMetadata.write(twice, other.with().title("Title 9").build());
        int length = again.length;
        for (int i = 0; i < 5; i++) {
            again = ImageMetadata.write(again, other.with().title("Title " + i).build());
        }
        assertEquals(length, again.length);
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsLeftAfterClearing(String name) {
        byte[] cleared = ImageMetadata.write(ImageMetadata.write(file(name), RIGHTS), RightsMetadata.NONE);
        assertEquals(RightsMetadata.NONE, ImageMetadata.read(cleared));
        assertThat(new String(cleared, StandardCharsets.UTF_8)).doesNotContain("Lampenhaus", "SKU-4711");
    }

    @ParameterizedTest
    @MethodSource("names")
    void propertiesOfOthersStay(String name) {
        byte[] packet = """
                <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about="" xmlns:own="https://example.org/own/" own:note="kept"
                  xmlns:dc="http://purl.org/dc/elements/1.1/"><own:list><rdf:Bag><rdf:li>one</rdf:li></rdf:Bag></own:list>
                <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">old</rdf:li><rdf:li xml:lang="zh">旧</rdf:li></rdf:Alt></dc:rights>
                </rdf:Description></rdf:RDF></x:xmpmeta>
                """.getBytes(StandardCharsets.UTF_8);
        byte[] file = file(name);
        byte[] with = ImageMetadata.container(file).write(file, new MetadataBlocks(null, null, packet));
        byte[] written = ImageMetadata.write(with, RIGHTS);
        byte[] xmp = ImageMetadata.container(written).read(written).xmp();
        assertThat(new String(xmp, StandardCharsets.UTF_8)).contains("kept", ">one<", "旧", "© 2026 Lampenhaus");
    }

    @Test
    void aPacketThatIsTooLargeForOneSegmentIsSplitAndJoined() {
        String text = "long ".repeat(30_000);
        RightsMetadata long_ = RIGHTS.with().description(text).build();
        byte[] jpeg = MetadataFiles.drawn("jpg");
        byte[] block = XmpPacketTexts.packet(long_);
        byte[] written = new JpegMetadata().write(jpeg, new MetadataBlocks(null, null, block));
        assertEquals(long_, ImageMetadata.read(written));
        assertArrayEquals(MetadataFiles.picture(jpeg), MetadataFiles.picture(written));
    }

    @Test
    void documentTypesAreRefused() {
        String bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">]><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">&a;</x:xmpmeta>";
        byte[] png = MetadataFiles.drawn("png");
        byte[] file =
                new PngMetadata().write(png, new MetadataBlocks(null, null, bomb.getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> ImageMetadata.read(file)).isInstanceOf(MalformedImageException.class);
    }

    @Test
    void iimChangedByAnOlderProgramCountsFirst() {
        byte[] written = ImageMetadata.write(MetadataFiles.drawn("jpg"), RIGHTS);
        String marker = "Lampenhaus";
        int at = -1;
        for (int i = 0; i + 15 < written.length; i++) {
            if (written[i] == 0x1C && written[i + 1] == 2 && written[i + 2] == IimDataSets.CREDIT) {
                at = i + 5;
            }
        }
        assertThat(new String(written, at, marker.length(), StandardCharsets.UTF_8))
                .isEqualTo(marker);
        written[at] = 'K';
        assertEquals("Kampenhaus", ImageMetadata.read(written).creditLine());
    }

    /** exiftool's names of our fields, and what it must say. */
    private static Map<String, String> expected(boolean iim) {
        Map<String, String> fields = new java.util.LinkedHashMap<>();
        fields.put("XMP-dc:Creator", "[\"Li Wei\",\"Zoë Müller\"]");
        fields.put("XMP-dc:Rights", "\"© 2026 Lampenhaus 灯具\"");
        fields.put("XMP-dc:Title", "\"Lamp\"");
        fields.put("XMP-dc:Description", "\"A brass lamp\"");
        fields.put("XMP-dc:Subject", "[\"lamp\",\"brass\"]");
        fields.put("XMP-photoshop:Credit", "\"Lampenhaus\"");
        fields.put("XMP-photoshop:Source", "\"Studio 3\"");
        fields.put("XMP-xmpRights:WebStatement", "\"https://shop.example/rights\"");
        fields.put("XMP-xmpRights:UsageTerms", "\"Only with a licence\"");
        fields.put("XMP-xmpRights:Marked", "true");
        fields.put("XMP-plus:CopyrightOwnerID", "[\"urn:owner:7\"]");
        fields.put("XMP-plus:CopyrightOwnerName", "[\"Lampenhaus GmbH\"]");
        fields.put("XMP-plus:LicensorName", "[\"Lampenhaus\"]");
        fields.put("XMP-plus:LicensorURL", "[\"https://shop.example/licence?a=1&b=2\"]");
        fields.put("XMP-plus:LicensorEmail", "[\"rights@shop.example\"]");
        fields.put("XMP-plus:OtherConstraints", "\"No training <at all>\"");
        fields.put("XMP-plus:ImageSupplierImageID", "\"SKU-4711\"");
        fields.put(
                "XMP-iptcExt:DigitalSourceType", "\"http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture\"");
        fields.put("XMP-iptcExt:DigitalImageGUID", "\"urn:uuid:7e57d004-2b97-0e7a-b45f-5387367791cd\"");
        fields.put("XMP-iptcExt:RegistryItemID", "[\"log/42\"]");
        fields.put("XMP-iptcExt:RegistryOrganisationID", "[\"countermark.example\"]");
        fields.put("IFD0:Artist", "\"Li Wei; Zoë Müller\"");
        fields.put("IFD0:Copyright", "\"© 2026 Lampenhaus 灯具\"");
        fields.put("IFD0:ImageDescription", "\"A brass lamp\"");
        if (iim) {
            fields.put("IPTC:By-line", "[\"Li Wei\",\"Zoë Müller\"]");
            fields.put("IPTC:Credit", "\"Lampenhaus\"");
            fields.put("IPTC:Source", "\"Studio 3\"");
            fields.put("IPTC:CopyrightNotice", "\"© 2026 Lampenhaus 灯具\"");
            fields.put("IPTC:ObjectName", "\"Lamp\"");
            fields.put("IPTC:Caption-Abstract", "\"A brass lamp\"");
            fields.put("IPTC:Keywords", "[\"lamp\",\"brass\"]");
        }
        return fields;
    }

    @ParameterizedTest
    @MethodSource("names")
    void exiftoolReadsEveryField(String name) throws IOException, InterruptedException {
        assumeTrue(
                run("exiftool", "-ver") != null,
                "Skipped: exiftool is missing (Debian: apt install libimage-exiftool-perl)");
        byte[] written = ImageMetadata.write(file(name), RIGHTS);
        Path file = Files.write(folder.resolve(name), written);
        String json = run("exiftool", "-j", "-n", "-G1", "-a", "-u", "-m", file.toString());
        boolean iim = ImageMetadata.container(written).carriesIim();
        List<String> missing = new ArrayList<>();
        String flat = json.replaceAll("\\n\\s*", " ").replace("\", \"", "\",\"");
        expected(iim).forEach((field, value) -> {
            boolean single = flat.contains("\"" + field + "\": " + value);
            boolean bare = value.startsWith("[")
                    && flat.contains("\"" + field + "\": " + value.substring(1, value.length() - 1));
            if (!single && !bare) {
                missing.add(field + " = " + value);
            }
        });
        assertThat(missing).as(json).isEmpty();
        // exiftool of before 12.67 does not know the property by name, but passes it on.
        String raw = run("exiftool", "-b", "-XMP", file.toString());
        assertThat(raw).contains(DataMining.PROHIBITED.uri());
        assertThat(flat).doesNotContain("\"ExifTool:Warning\"").doesNotContain("\"ExifTool:Error\"");
    }

    @ParameterizedTest
    @MethodSource("names")
    void metadataExtractorReadsThem(String name) throws Exception {
        byte[] written = ImageMetadata.write(file(name), RIGHTS);
        var found = ImageMetadataReader.readMetadata(new ByteArrayInputStream(written));
        List<String> tags = new ArrayList<>();
        for (Directory directory : found.getDirectories()) {
            for (Tag tag : directory.getTags()) {
                tags.add(tag.getTagName() + "=" + tag.getDescription());
            }
            if (directory instanceof XmpDirectory xmp) {
                xmp.getXmpProperties().forEach((path, value) -> tags.add(path + "=" + value));
            }
        }
        // metadata-extractor 2.21 does not look for items of HEIC outside of the first mdat.
        assumeTrue(!name.endsWith("heic"), "Skipped: read by exiftool only");
        boolean heif = name.endsWith("avif");
        assertThat(tags).contains("Copyright=© 2026 Lampenhaus 灯具");
        if (!heif) {
            assertThat(tags)
                    .contains(
                            "xmpRights:WebStatement=https://shop.example/rights",
                            "plus:DataMining=" + DataMining.PROHIBITED.uri());
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        try {
            Path out = Files.createTempFile("exiftool", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("exiftool did not end");
            }
            String text = Files.readString(out);
            Files.delete(out);
            return text;
        } catch (IOException e) {
            return null;
        }
    }

    @Test
    void jsonLdSaysTheSame() {
        String json = ImageObject.jsonLd("https://shop.example/lamp.jpg", RIGHTS);
        assertThat(json)
                .contains("\"@type\":\"ImageObject\"")
                .contains("\"license\":\"https://shop.example/rights\"")
                .contains("\"acquireLicensePage\":\"https://shop.example/licence?a=1\\u0026b=2\"")
                .contains("\"creditText\":\"Lampenhaus\"")
                .contains("{\"@type\":\"Person\",\"name\":\"Li Wei\"}")
                .contains("\"copyrightNotice\":\"© 2026 Lampenhaus 灯具\"");
        assertThat(ImageObject.jsonLd("x", RIGHTS.with().title("</script>").build()))
                .doesNotContain("</script>");
    }
}
