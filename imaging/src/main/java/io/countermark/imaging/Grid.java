package io.countermark.imaging;

import io.countermark.imaging.ImageRejectedException.Reason;
import java.nio.ByteBuffer;

/**
 * The description of a picture made of tiles (ISO/IEC 23008-12, 6.6.2.3.2).
 *
 * @param rows    1 to 256
 * @param columns 1 to 256
 * @param width   of the whole in pixels; what the last column has beyond is cut off
 * @param height  of the whole in pixels
 */
record Grid(int rows, int columns, int width, int height) {

    static Grid parse(byte[] body) {
        if (body.length < 8 || ((body[1] & 1) != 0 && body.length < 12)) {
            throw new ImageRejectedException(Reason.TRUNCATED, "The description of the picture's grid is cut off.");
        }
        ByteBuffer buffer = ByteBuffer.wrap(body);
        boolean wide = (body[1] & 1) != 0;
        int width = wide ? buffer.getInt(4) : buffer.getShort(4) & 0xFFFF;
        int height = wide ? buffer.getInt(8) : buffer.getShort(6) & 0xFFFF;
        if (width < 1 || height < 1) {
            throw new ImageRejectedException(Reason.CORRUPT, "The picture's grid has no pixels.");
        }
        return new Grid((body[2] & 0xFF) + 1, (body[3] & 0xFF) + 1, width, height);
    }

    /** @throws ImageRejectedException when tiles of this size leave a part of the whole without pixels */
    void requireCovered(int tileWidth, int tileHeight) {
        if ((long) tileWidth * columns < width || (long) tileHeight * rows < height) {
            throw new ImageRejectedException(
                    Reason.CORRUPT,
                    "%d x %d tiles of %d x %d pixels do not fill %d x %d."
                            .formatted(columns, rows, tileWidth, tileHeight, width, height));
        }
    }
}
