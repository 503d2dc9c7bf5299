package io.countermark.container;

import java.util.List;

/** How one container format carries metadata. Picture data is copied, never decoded. */
interface MetadataContainer {

    MetadataBlocks read(byte[] file);

    /**
     * A copy of the file in which every block that is not null replaces that of the file, or is added; the others stay.
     */
    byte[] write(byte[] file, MetadataBlocks blocks);

    /** Whether the format has a place for IIM. */
    default boolean carriesIim() {
        return false;
    }

    /** Whether the whole file is what {@link MetadataBlocks#exif} gives. */
    default boolean isTiff() {
        return false;
    }

    /**
     * Takes out previews that stand outside of the three blocks.
     *
     * @param removed gets a line for each
     */
    default byte[] withoutPreviews(byte[] file, List<PrivacyReport.Removed> removed) {
        return file;
    }
}
