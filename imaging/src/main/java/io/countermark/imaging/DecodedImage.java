package io.countermark.imaging;

import io.countermark.container.ImageFormat;

/**
 * A decoded file: its pixels and what was done to get them upright and into sRGB.
 *
 * @param picture         the pixels; closing this closes them
 * @param format          what the file is
 * @param storedWidth     width as stored, before orientation, in pixels
 * @param storedHeight    height as stored, before orientation, in pixels
 * @param orientation     the EXIF orientation that was applied, 1 to 8
 * @param colourConverted whether an embedded profile was converted to sRGB
 * @param reduction       1, 2, 4 or 8: the stored size was decoded at one over this
 */
public record DecodedImage(
        Picture picture,
        ImageFormat format,
        int storedWidth,
        int storedHeight,
        int orientation,
        boolean colourConverted,
        int reduction)
        implements AutoCloseable {

    @Override
    public void close() {
        picture.close();
    }
}
