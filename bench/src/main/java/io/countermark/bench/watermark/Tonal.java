package io.countermark.bench.watermark;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Brightness, colour, noise, filters and things drawn on top. */
final class Tonal {

    private Tonal() {}

    /** Every sample through a curve on 0 to 255. */
    static Attack.Step curve(DoubleUnaryOperator curve) {
        byte[] levels = new byte[256];
        for (int i = 0; i < 256; i++) {
            levels[i] = (byte) Math.clamp(Math.round(curve.applyAsDouble(i)), 0, 255);
        }
        return (picture, random) -> {
            Mat table = new Mat(1, 256, opencv_core.CV_8UC1);
            table.<ByteBuffer>createBuffer().put(levels);
            Mat out = new Mat();
            opencv_core.LUT(picture, table, out);
            return out;
        };
    }

    /** Hue turned by so many degrees, saturation multiplied. */
    static Attack.Step colour(int hue, double saturation) {
        return (picture, random) -> {
            Mat hsv = new Mat();
            opencv_imgproc.cvtColor(picture, hsv, opencv_imgproc.COLOR_BGR2HSV);
            byte[] values = bytes(hsv);
            for (int i = 0; i < values.length; i += 3) {
                values[i] = (byte) Math.floorMod((values[i] & 0xFF) + hue / 2, 180);
                values[i + 1] = (byte) Math.min(255, Math.round((values[i + 1] & 0xFF) * saturation));
            }
            hsv.<ByteBuffer>createBuffer().put(values);
            Mat out = new Mat();
            opencv_imgproc.cvtColor(hsv, out, opencv_imgproc.COLOR_HSV2BGR);
            return out;
        };
    }

    static Attack.Step gray() {
        return (picture, random) -> {
            Mat gray = new Mat();
            Mat out = new Mat();
            opencv_imgproc.cvtColor(picture, gray, opencv_imgproc.COLOR_BGR2GRAY);
            opencv_imgproc.cvtColor(gray, out, opencv_imgproc.COLOR_GRAY2BGR);
            return out;
        };
    }

    /** Gaussian, of this deviation in grey levels, independent in each sample. */
    static Attack.Step noise(double deviation) {
        return (picture, random) -> {
            byte[] values = bytes(picture);
            SplittableRandom own = random.split();
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) Math.clamp(Math.round((values[i] & 0xFF) + deviation * own.nextGaussian()), 0, 255);
            }
            Mat out = new Mat(picture.rows(), picture.cols(), picture.type());
            out.<ByteBuffer>createBuffer().put(values);
            return out;
        };
    }

    private static byte[] bytes(Mat mat) {
        byte[] values = new byte[mat.rows() * mat.cols() * mat.channels()];
        (mat.isContinuous() ? mat : mat.clone()).<ByteBuffer>createBuffer().get(values);
        return values;
    }

    static Attack.Step blur(double sigma) {
        return (picture, random) -> {
            Mat out = new Mat();
            opencv_imgproc.GaussianBlur(picture, out, new Size(0, 0), sigma);
            return out;
        };
    }

    static Attack.Step sharpen() {
        return (picture, random) -> {
            Mat out = new Mat();
            opencv_core.addWeighted(picture, 2, blur(1.5).apply(picture, random), -1, 0, out);
            return out;
        };
    }

    static Attack.Step median() {
        return (picture, random) -> {
            Mat out = new Mat();
            opencv_imgproc.medianBlur(picture, out, 3);
            return out;
        };
    }

    static Attack.Step bilateral() {
        return (picture, random) -> {
            Mat out = new Mat();
            opencv_imgproc.bilateralFilter(picture, out, 7, 35, 5);
            return out;
        };
    }

    /** A slogan in a bar and a round badge. */
    static Attack.Step textAndLogo() {
        return (picture, random) -> {
            Mat out = picture.clone();
            int w = out.cols();
            int h = out.rows();
            Scalar colour = new Scalar(random.nextInt(256), random.nextInt(256), random.nextInt(256), 0);
            opencv_imgproc.rectangle(
                    out, new Point(0, h * 4 / 5), new Point(w, h * 9 / 10), colour, opencv_imgproc.FILLED, 8, 0);
            opencv_imgproc.circle(
                    out, new Point(w / 6, h / 8), Math.min(w, h) / 10, colour, opencv_imgproc.FILLED, 8, 0);
            opencv_imgproc.putText(
                    out,
                    "SALE 50% FREE SHIPPING",
                    new Point(w / 20, h * 7 / 8),
                    opencv_imgproc.FONT_HERSHEY_SIMPLEX,
                    w / 450.0,
                    Scalar.all(255),
                    Math.max(1, w / 250),
                    opencv_imgproc.LINE_AA,
                    false);
            return out;
        };
    }
}
