package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.imaging.DecodedImage;

/**
 * An original out of the vault.
 *
 * @param asset on record
 * @param bytes as they were received
 * @param image decoded; closed by whoever opened it
 */
record OpenedOriginal(Asset asset, byte[] bytes, DecodedImage image) {}
