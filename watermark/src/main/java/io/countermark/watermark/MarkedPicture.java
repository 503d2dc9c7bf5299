package io.countermark.watermark;

import io.countermark.imaging.Picture;

/**
 * A picture that carries a mark.
 *
 * @param picture    the marked pixels, a new picture
 * @param psnr       over the whole picture, in dB
 * @param markedPsnr over the area that was written on, in dB
 * @param margin     the reader's correlation above its threshold in the hardest of the trials after embedding (JPEG 50; half size and
 *                   JPEG 75; half the area); below 0 the mark would not survive that
 */
public record MarkedPicture(Picture picture, double psnr, double markedPsnr, double margin) implements AutoCloseable {
    @Override
    public void close() {
        picture.close();
    }
}
