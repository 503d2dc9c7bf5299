package io.countermark.fingerprint;

import io.countermark.imaging.Picture;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** A picture at the size at which it is compared: 8-bit colour and gray, in native memory. Close it when done. */
final class Frame implements AutoCloseable {

    private final Mat bgr;
    private final Mat gray;
    private final int pictureWidth;
    private final int pictureHeight;

    private Frame(Mat bgr, int pictureWidth, int pictureHeight) {
        this.bgr = bgr;
        this.gray = new Mat();
        opencv_imgproc.cvtColor(bgr, gray, opencv_imgproc.COLOR_BGR2GRAY);
        this.pictureWidth = pictureWidth;
        this.pictureHeight = pictureHeight;
    }

    /** The picture with its longer side at {@code longSide} pixels, enlarged when it is smaller. */
    static Frame of(Picture picture, int longSide) {
        double scale = (double) longSide / Math.max(picture.width(), picture.height());
        int width = Math.max(1, (int) Math.round(picture.width() * scale));
        int height = Math.max(1, (int) Math.round(picture.height() * scale));
        try (Picture plain = picture.toBgr8();
                Size size = new Size(width, height)) {
            Mat resized = new Mat();
            int filter = scale < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
            opencv_imgproc.resize(plain.mat(), resized, size, 0, 0, filter);
            return new Frame(resized, picture.width(), picture.height());
        }
    }

    /** Left and right swapped; a new frame. */
    Frame mirrored() {
        Mat flipped = new Mat();
        opencv_core.flip(bgr, flipped, 1);
        return new Frame(flipped, pictureWidth, pictureHeight);
    }

    Mat bgr() {
        return bgr;
    }

    Mat gray() {
        return gray;
    }

    int width() {
        return bgr.cols();
    }

    int height() {
        return bgr.rows();
    }

    /** Pixels of the picture for one of this frame, at most 1: below that the frame was enlarged and is not as fine as it is large. */
    double resolution() {
        return Math.min(1, Math.max(pictureWidth, pictureHeight) / (double) Math.max(width(), height()));
    }

    /** From pixels of the picture to pixels of this frame. */
    Homography fromPicture() {
        return Homography.scale(pictureWidth, pictureHeight, width(), height());
    }

    @Override
    public void close() {
        bgr.close();
        gray.close();
    }
}
