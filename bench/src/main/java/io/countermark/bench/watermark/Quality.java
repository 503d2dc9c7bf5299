package io.countermark.bench.watermark;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** What a mark costs the picture. */
final class Quality {

    private Quality() {}

    /** SSIM of the luma (Wang et al. 2004): Gaussian window of deviation 1.5, K1 0.01, K2 0.03. */
    static double ssim(Mat a, Mat b) {
        Mat x = luma(a);
        Mat y = luma(b);
        Mat mx = blur(x);
        Mat my = blur(y);
        Mat sx = minus(blur(product(x, x)), product(mx, mx));
        Mat sy = minus(blur(product(y, y)), product(my, my));
        Mat sxy = minus(blur(product(x, y)), product(mx, my));
        double c1 = 0.01 * 255 * 0.01 * 255;
        double c2 = 0.03 * 255 * 0.03 * 255;
        Mat top = product(linear(product(mx, my), 2, c1), linear(sxy, 2, c2));
        Mat sum = new Mat();
        opencv_core.add(product(mx, mx), product(my, my), sum);
        Mat spread = new Mat();
        opencv_core.add(sx, sy, spread);
        Mat ratio = new Mat();
        opencv_core.divide(top, product(linear(sum, 1, c1), linear(spread, 1, c2)), ratio);
        return opencv_core.mean(ratio).get(0);
    }

    private static Mat luma(Mat bgr) {
        Mat gray = new Mat();
        opencv_imgproc.cvtColor(bgr, gray, opencv_imgproc.COLOR_BGR2GRAY);
        Mat floats = new Mat();
        gray.convertTo(floats, opencv_core.CV_32F);
        return floats;
    }

    private static Mat blur(Mat mat) {
        Mat out = new Mat();
        opencv_imgproc.GaussianBlur(mat, out, new Size(11, 11), 1.5);
        return out;
    }

    private static Mat product(Mat a, Mat b) {
        return a.mul(b).asMat();
    }

    private static Mat minus(Mat a, Mat b) {
        Mat out = new Mat();
        opencv_core.subtract(a, b, out);
        return out;
    }

    private static Mat linear(Mat mat, double factor, double offset) {
        Mat out = new Mat();
        mat.convertTo(out, -1, factor, offset);
        return out;
    }

    /** Share of the pure white pixels, all samples 255, that are still pure white; 1 when there were none. */
    static double whiteKept(Mat before, Mat after) {
        ByteBuffer a = before.createBuffer();
        ByteBuffer b = after.createBuffer();
        int white = 0;
        int kept = 0;
        for (int i = 0; i + 2 < a.limit(); i += 3) {
            if (isWhite(a, i)) {
                white++;
                if (isWhite(b, i)) {
                    kept++;
                }
            }
        }
        return white == 0 ? 1 : (double) kept / white;
    }

    private static boolean isWhite(ByteBuffer samples, int at) {
        return samples.get(at) == -1 && samples.get(at + 1) == -1 && samples.get(at + 2) == -1;
    }
}
