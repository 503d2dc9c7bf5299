package io.countermark.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.container.TiffEditor.Directory;
import io.countermark.container.TiffEditor.Entry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TIFF files of careless or hostile writers, in which values lie over each other. */
class TiffOverlapTest {

    private static final int XMP = 700;
    private static final int IIM = 33_723;
    private static final int ARTIST = 315;
    private static final int STRIP_OFFSETS = 273;

    private static final RightsMetadata BEFORE = rights("Li Wei");
    private static final RightsMetadata AFTER = rights("Zoë");

    private static RightsMetadata rights(String creator) {
        return RightsMetadata.NONE
                .with()
                .creators(List.of(creator))
                .copyrightNotice("© 2026 " + creator)
                .build();
    }

    @Test
    void rightsAreReadBackThoughIptcStoodWhereXmpStands() {
        assertEquals(AFTER, rewritten(IIM, XMP));
    }

    @Test
    void rightsAreReadBackThoughTheArtistStoodWhereXmpStands() {
        assertEquals(AFTER, rewritten(ARTIST, XMP));
    }

    /** An entry that points at the directory itself must not wipe it out. */
    @Test
    void theDirectoryStaysThoughXmpStoodOnIt() {
        byte[] file = ImageMetadata.write(MetadataFiles.drawn("tif"), BEFORE);
        TiffEditor editor = TiffEditor.ofFile(file);
        Directory first = editor.chain().getFirst();
        Entry xmp = editor.entry(first, XMP).orElseThrow();
        editor.put32(file, xmp.at() + 4, 6 + 12L * first.count());
        editor.put32(file, xmp.at() + 8, first.offset());
        TiffEditor after = TiffEditor.ofFile(file);
        after.set(XMP, TiffEditor.BYTE, new byte[40]);
        assertEquals(first.count(), after.chain().getFirst().count());
        assertEquals(
                Arrays.toString(editor.value(first, STRIP_OFFSETS).orElseThrow()),
                Arrays.toString(
                        after.value(after.chain().getFirst(), STRIP_OFFSETS).orElseThrow()));
    }

    private static RightsMetadata rewritten(int tag, int over) {
        byte[] file = ImageMetadata.write(MetadataFiles.drawn("tif"), BEFORE);
        TiffEditor editor = TiffEditor.ofFile(file);
        Directory first = editor.chain().getFirst();
        Entry moved = editor.entry(first, tag).orElseThrow();
        ByteRange place = editor.place(editor.entry(first, over).orElseThrow()).orElseThrow();
        editor.put32(file, moved.at() + 4, place.length());
        editor.put32(file, moved.at() + 8, place.start());
        return ImageMetadata.read(ImageMetadata.write(file, AFTER));
    }
}
