package io.countermark.watermark;

/**
 * The normalised frame of a picture: the pixels in which tiles are 128 x 128. Its longer side is at most 1,024; a smaller picture is
 * its own frame. Frame pixel (x, y) covers the picture around {@code ((x + 0.5) W / width - 0.5, (y + 0.5) H / height - 0.5)}.
 *
 * @param width  in frame pixels
 * @param height in frame pixels
 */
record MarkFrame(int width, int height) {

    static final int LONG_SIDE = 1024;

    static MarkFrame of(int pictureWidth, int pictureHeight) {
        int longer = Math.max(pictureWidth, pictureHeight);
        if (longer <= LONG_SIDE) {
            return new MarkFrame(pictureWidth, pictureHeight);
        }
        return new MarkFrame(side(pictureWidth, longer), side(pictureHeight, longer));
    }

    private static int side(int pictureSide, int longer) {
        return Math.max(1, Math.round(pictureSide * (float) LONG_SIDE / longer));
    }

    int area() {
        return width * height;
    }
}
