package io.countermark.bench.copies;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_photo;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Alterations that leave every pixel where it is. */
final class PixelSteps {

    /** What becomes of one pixel, blue, green, red in place. */
    interface Recolouring {
        void apply(double[] bgr);
    }

    private PixelSteps() {}

    static Canvas jpeg(Canvas canvas, int quality) {
        try (BytePointer bytes = new BytePointer();
                IntPointer settings = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality)) {
            opencv_imgcodecs.imencode(".jpg", canvas.mat(), bytes, settings);
            try (Mat packed = new Mat(1, (int) bytes.limit(), opencv_core.CV_8U, bytes)) {
                return canvas.with(opencv_imgcodecs.imdecode(packed, opencv_imgcodecs.IMREAD_COLOR));
            }
        }
    }

    static Canvas blur(Canvas canvas, double sigma) {
        Mat blurred = new Mat();
        try (Size kernel = new Size(0, 0)) {
            opencv_imgproc.GaussianBlur(
                    canvas.mat(), blurred, kernel, sigma, 0, opencv_core.BORDER_DEFAULT, opencv_core.ALGO_HINT_DEFAULT);
        }
        return canvas.with(blurred);
    }

    static Canvas noise(Canvas canvas, double sigma, SplittableRandom random) {
        java.util.Random gaussian = new java.util.Random(random.nextLong());
        return perByte(canvas, (value, at) -> clip(value + sigma * gaussian.nextGaussian()));
    }

    static Canvas curve(Canvas canvas, IntUnaryOperator curve) {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            table[i] = Math.max(0, Math.min(255, curve.applyAsInt(i)));
        }
        return perByte(canvas, (value, at) -> table[value]);
    }

    static Canvas recolour(Canvas canvas, Recolouring recolouring) {
        byte[] bytes = bytes(canvas.mat());
        double[] bgr = new double[3];
        for (int i = 0; i < bytes.length; i += 3) {
            for (int c = 0; c < 3; c++) {
                bgr[c] = bytes[i + c] & 0xff;
            }
            recolouring.apply(bgr);
            for (int c = 0; c < 3; c++) {
                bytes[i + c] = (byte) clip(bgr[c]);
            }
        }
        return canvas.with(mat(bytes, canvas.width(), canvas.height()));
    }

    /** Hue turned by degrees and saturation scaled, about the gray axis at equal luma. */
    static Canvas hue(Canvas canvas, double degrees, double saturation) {
        double cos = Math.cos(Math.toRadians(degrees)) * saturation;
        double sin = Math.sin(Math.toRadians(degrees)) * saturation;
        return recolour(canvas, bgr -> {
            double y = 0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2];
            double u = bgr[0] - y;
            double v = bgr[2] - y;
            bgr[0] = y + cos * u - sin * v;
            bgr[2] = y + sin * u + cos * v;
            bgr[1] = (y - 0.114 * bgr[0] - 0.299 * bgr[2]) / 0.587;
        });
    }

    static Canvas sepia(Canvas canvas) {
        return recolour(canvas, bgr -> {
            double b = bgr[0];
            double g = bgr[1];
            double r = bgr[2];
            bgr[0] = 0.272 * r + 0.534 * g + 0.131 * b;
            bgr[1] = 0.349 * r + 0.686 * g + 0.168 * b;
            bgr[2] = 0.393 * r + 0.769 * g + 0.189 * b;
        });
    }

    static Canvas gray(Canvas canvas) {
        return recolour(canvas, bgr -> {
            double y = 0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2];
            bgr[0] = y;
            bgr[1] = y;
            bgr[2] = y;
        });
    }

    /** A small patch painted over from its surroundings. */
    static Canvas inpaint(Canvas canvas, SplittableRandom random) {
        int w = canvas.width() / 6;
        int h = canvas.height() / 8;
        try (Mat mask =
                Mat.zeros(canvas.height(), canvas.width(), opencv_core.CV_8UC1).asMat()) {
            int x = canvas.width() / 4 + random.nextInt(canvas.width() / 3);
            int y = canvas.height() / 4 + random.nextInt(canvas.height() / 3);
            new Canvas(mask, canvas.map()).rectangle(x, y, w, h, 0xffffff);
            Mat healed = new Mat();
            opencv_photo.inpaint(canvas.mat(), mask, healed, 5, opencv_photo.INPAINT_TELEA);
            return canvas.with(healed);
        }
    }

    /** The white ground that hangs together with the border replaced by {@code ground}, scaled to fit; null when there is little white. */
    static boolean[] whiteGround(Canvas canvas) {
        int w = canvas.width();
        int h = canvas.height();
        byte[] bytes = bytes(canvas.mat());
        boolean[] ground = new boolean[w * h];
        java.util.ArrayDeque<Integer> open = new java.util.ArrayDeque<>();
        for (int i = 0; i < w * h; i++) {
            int x = i % w;
            int y = i / w;
            if ((x == 0 || y == 0 || x == w - 1 || y == h - 1) && white(bytes, i)) {
                ground[i] = true;
                open.add(i);
            }
        }
        while (!open.isEmpty()) {
            int i = open.remove();
            int x = i % w;
            int y = i / w;
            int[] next = {x > 0 ? i - 1 : i, x < w - 1 ? i + 1 : i, y > 0 ? i - w : i, y < h - 1 ? i + w : i};
            for (int n : next) {
                if (!ground[n] && white(bytes, n)) {
                    ground[n] = true;
                    open.add(n);
                }
            }
        }
        return ground;
    }

    private static boolean white(byte[] bytes, int pixel) {
        return (bytes[3 * pixel] & 0xff) > 238
                && (bytes[3 * pixel + 1] & 0xff) > 238
                && (bytes[3 * pixel + 2] & 0xff) > 238;
    }

    /** The product on another ground of the same size. */
    static Canvas onGround(Canvas canvas, boolean[] ground, Mat other) {
        byte[] bytes = bytes(canvas.mat());
        byte[] instead = bytes(other);
        for (int i = 0; i < ground.length; i++) {
            if (ground[i]) {
                System.arraycopy(instead, 3 * i, bytes, 3 * i, 3);
            }
        }
        return canvas.with(mat(bytes, canvas.width(), canvas.height()));
    }

    static byte[] bytes(Mat mat) {
        byte[] bytes = new byte[mat.rows() * mat.cols() * mat.channels()];
        try (Mat packed = mat.isContinuous() ? new Mat(mat) : mat.clone()) {
            packed.data().get(bytes);
        }
        return bytes;
    }

    static Mat mat(byte[] bytes, int width, int height) {
        Mat mat = new Mat(height, width, opencv_core.CV_8UC3);
        mat.data().put(bytes);
        return mat;
    }

    private interface PerByte {
        int apply(int value, int at);
    }

    private static Canvas perByte(Canvas canvas, PerByte step) {
        byte[] bytes = bytes(canvas.mat());
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) step.apply(bytes[i] & 0xff, i);
        }
        return canvas.with(mat(bytes, canvas.width(), canvas.height()));
    }

    private static int clip(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
