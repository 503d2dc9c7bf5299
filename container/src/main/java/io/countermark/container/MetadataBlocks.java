package io.countermark.container;

import org.jspecify.annotations.Nullable;

/**
 * The metadata blocks of a file as bytes, out of their container.
 *
 * @param exif a TIFF structure from its byte order on; for a TIFF file the whole file; null when there is none
 * @param iim  IPTC-IIM data sets; null when there are none or the container has no place for them
 * @param xmp  an XMP packet, what JPEG keeps in extended segments included; null when there is none
 */
record MetadataBlocks(byte @Nullable [] exif, byte @Nullable [] iim, byte @Nullable [] xmp) {

    static final MetadataBlocks NONE = new MetadataBlocks(null, null, null);
}
