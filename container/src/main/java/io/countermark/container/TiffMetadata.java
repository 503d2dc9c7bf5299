package io.countermark.container;

import io.countermark.container.PrivacyReport.Reason;
import io.countermark.container.PrivacyReport.Removed;
import io.countermark.container.TiffEditor.Directory;
import java.util.List;
import java.util.Optional;

/** TIFF: EXIF tags stand in the file's own directories; XMP is tag 700, IIM tag 33723 (XMP part 3, 1.1.4). */
final class TiffMetadata implements MetadataContainer {

    private static final int XMP = 700;
    private static final int IIM = 33_723;
    private static final int PHOTOSHOP = 34_377;
    private static final int SUBFILE_TYPE = 254;
    private static final int SUB_DIRECTORIES = 330;

    @Override
    public boolean carriesIim() {
        return true;
    }

    @Override
    public boolean isTiff() {
        return true;
    }

    @Override
    public MetadataBlocks read(byte[] file) {
        TiffEditor editor = TiffEditor.ofFile(file);
        Directory first = editor.chain().getFirst();
        return new MetadataBlocks(
                file,
                editor.value(first, IIM).orElse(null),
                editor.value(first, XMP).orElse(null));
    }

    @Override
    public byte[] write(byte[] file, MetadataBlocks blocks) {
        byte[] base = blocks.exif() == null ? file : blocks.exif();
        TiffEditor editor = TiffEditor.ofFile(base);
        if (blocks.xmp() != null) {
            editor.set(XMP, TiffEditor.BYTE, blocks.xmp());
        }
        if (blocks.iim() != null) {
            editor.set(IIM, TiffEditor.UNDEFINED, blocks.iim());
            putCopy(editor, blocks.iim());
        }
        return editor.bytes();
    }

    /** Photoshop keeps a copy of IIM, and the digest that tells whether both are of one time, in its own resources. */
    private static void putCopy(TiffEditor editor, byte[] iim) {
        editor.value(editor.chain().getFirst(), PHOTOSHOP).ifPresent(block -> {
            PhotoshopResources resources = PhotoshopResources.parse(block);
            resources.putIim(iim);
            editor.set(PHOTOSHOP, TiffEditor.BYTE, resources.encode());
        });
    }

    /** The thumbnail among Photoshop's resources; small copies in the chain are only named, see {@link #previewsLeft}: their strips may stand anywhere. */
    @Override
    public byte[] withoutPreviews(byte[] file, List<Removed> removed) {
        TiffEditor editor = TiffEditor.ofFile(file);
        Optional<byte[]> block = editor.value(editor.chain().getFirst(), PHOTOSHOP);
        if (block.isEmpty()) {
            return file;
        }
        PhotoshopResources resources = PhotoshopResources.parse(block.get());
        if (!resources.remove(PhotoshopResources.THUMBNAILS)) {
            return file;
        }
        removed.add(new Removed(Reason.PREVIEW, "Photoshop thumbnail"));
        editor.set(PHOTOSHOP, TiffEditor.BYTE, resources.encode());
        return editor.bytes();
    }

    /** Pictures in the file beside the first one. */
    static List<Removed> previewsLeft(byte[] file) {
        TiffEditor editor = TiffEditor.ofFile(file);
        List<Directory> chain = editor.chain();
        boolean reduced = chain.stream()
                .anyMatch(directory -> editor.number(directory, SUBFILE_TYPE)
                        .filter(type -> (type & 1) == 1)
                        .isPresent());
        boolean more = editor.entry(chain.getFirst(), SUB_DIRECTORIES).isPresent();
        return reduced || more ? List.of(new Removed(Reason.PREVIEW, "TIFF reduced picture")) : List.of();
    }
}
