package io.countermark.watermark;

import org.bytedeco.opencv.global.opencv_imgproc;

/**
 * Whole tiles that cover a suspect whose alignment is known: pixels of the frame, starting where a tile starts. Without the original
 * nobody knows which tile of the picture the first one is.
 *
 * @param width   in frame pixels
 * @param height  in frame pixels
 * @param toPlane from a pixel of the sheet to one of the suspect's plane, nine numbers row by row
 */
record Sheet(int width, int height, double[] toPlane) {

    /** No view is blown up beyond this many frame pixels; a reading of such a size is not a picture's. */
    private static final int MOST_SIDE = 8192;

    /** Over a plane of the given size. */
    static Sheet under(PilotLock.Alignment alignment, int planeWidth, int planeHeight) {
        // The inverse transpose of A, whose own inverse transpose is A.
        double[] b = alignment.posture().frequencies();
        double determinant = b[0] * b[3] - b[1] * b[2];
        double[] a = {b[3] / determinant, -b[2] / determinant, -b[1] / determinant, b[0] / determinant};
        double centreX = Math.floorDiv(planeWidth, 2);
        double centreY = Math.floorDiv(planeHeight, 2);
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 4; corner++) {
            double u = (corner & 1) * planeWidth - centreX;
            double v = (corner >> 1) * planeHeight - centreY;
            // A^-1 is the transpose of b.
            double x = b[0] * u + b[2] * v + alignment.x();
            double y = b[1] * u + b[3] * v + alignment.y();
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
        }
        int side = Constellation.TILE;
        double originX = Math.floor(left / side) * side;
        double originY = Math.floor(top / side) * side;
        int width = (int) Math.min(Math.ceil((right - originX) / side) * side, MOST_SIDE);
        int height = (int) Math.min(Math.ceil((bottom - originY) / side) * side, MOST_SIDE);
        double x = originX - alignment.x();
        double y = originY - alignment.y();
        return new Sheet(width, height, new double[] {
            a[0], a[1], a[0] * x + a[1] * y + centreX, a[2], a[3], a[2] * x + a[3] * y + centreY, 0, 0, 1
        });
    }

    /** The plane laid onto the sheet; averaged first where it is finer. */
    FloatPlane of(FloatPlane plane) {
        double scale = Math.sqrt(pixel());
        FloatPlane source = scale > 1.3 ? plane.gaussian(0.4 * scale) : plane;
        return source.warp(toPlane, width, height, opencv_imgproc.INTER_CUBIC, 0);
    }

    double area() {
        return (double) width * height;
    }

    /** Pixels of the plane that one pixel of the sheet covers. */
    double pixel() {
        return Math.abs(toPlane[0] * toPlane[4] - toPlane[1] * toPlane[3]);
    }
}
