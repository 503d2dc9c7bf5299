package io.countermark.bench.watermark;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Marks may be weaker on a white ground, so quality is told apart. */
enum PictureKind {
    /** At least a quarter of the pixels has luma 253 or more. */
    PRODUCT_ON_WHITE("product on white", 45),
    OTHER("other", 42);

    private static final int WHITE = 253;

    final String title;
    /** Mean PSNR that is aimed at, in dB. */
    final double psnrTarget;

    PictureKind(String title, double psnrTarget) {
        this.title = title;
        this.psnrTarget = psnrTarget;
    }

    /** @param bgr of 8 bit */
    static PictureKind of(Mat bgr) {
        Mat gray = new Mat();
        opencv_imgproc.cvtColor(bgr, gray, opencv_imgproc.COLOR_BGR2GRAY);
        ByteBuffer luma = gray.createBuffer();
        int white = 0;
        for (int i = 0; i < luma.limit(); i++) {
            white += (luma.get(i) & 0xFF) >= WHITE ? 1 : 0;
        }
        return 4L * white >= luma.limit() ? PRODUCT_ON_WHITE : OTHER;
    }
}
