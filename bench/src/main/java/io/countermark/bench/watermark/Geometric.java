package io.countermark.bench.watermark;

import java.nio.FloatBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Resizing, cropping, turning, mirroring, tilting, pasting. */
final class Geometric {

    private Geometric() {}

    static Attack.Step resize(double horizontally, double vertically) {
        return (picture, random) -> to(picture, (int) Math.max(16, Math.round(picture.cols() * horizontally)), (int)
                Math.max(16, Math.round(picture.rows() * vertically)));
    }

    /** The longer side to so many pixels; smaller pictures stay. */
    static Attack.Step fit(int longSide) {
        return (picture, random) -> {
            double scale = longSide / (double) Math.max(picture.cols(), picture.rows());
            return scale >= 1 ? picture : resize(scale, scale).apply(picture, random);
        };
    }

    private static Mat to(Mat picture, int width, int height) {
        Mat out = new Mat();
        boolean smaller = width <= picture.cols();
        int how = smaller ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC;
        opencv_imgproc.resize(picture, out, new Size(width, height), 0, 0, how);
        return out;
    }

    /** A part of this share of the area at a random place, within the middle 80 % of where it fits. */
    static Attack.Step crop(double area) {
        return (picture, random) -> {
            double side = Math.sqrt(area);
            int width = (int) (picture.cols() * side);
            int height = (int) (picture.rows() * side);
            int x = (int) ((picture.cols() - width) * random.nextDouble(0.1, 0.9));
            int y = (int) ((picture.rows() - height) * random.nextDouble(0.1, 0.9));
            return new Mat(picture, new Rect(x, y, width, height)).clone();
        };
    }

    /** Cropped and blown up to the old size. */
    static Attack.Step cropBack(double area) {
        return (picture, random) -> to(crop(area).apply(picture, random), picture.cols(), picture.rows());
    }

    /** About the middle, white corners. */
    static Attack.Step turnFilled(double degrees) {
        return (picture, random) -> turn(picture, degrees, 1);
    }

    /** About the middle, then the largest upright part without corners. */
    static Attack.Step turnCropped(double degrees) {
        return (picture, random) -> {
            Mat turned = turn(picture, degrees, 1);
            double sin = Math.abs(Math.sin(Math.toRadians(degrees)));
            double cos = Math.abs(Math.cos(Math.toRadians(degrees)));
            double w = picture.cols();
            double h = picture.rows();
            double share = Math.min(w / (w * cos + h * sin), h / (w * sin + h * cos));
            int width = (int) (w * share);
            int height = (int) (h * share);
            Rect part = new Rect((turned.cols() - width) / 2, (turned.rows() - height) / 2, width, height);
            return new Mat(turned, part).clone();
        };
    }

    private static Mat turn(Mat picture, double degrees, double scale) {
        double sin = Math.abs(Math.sin(Math.toRadians(degrees)));
        double cos = Math.abs(Math.cos(Math.toRadians(degrees)));
        int width = (int) Math.round(picture.cols() * cos + picture.rows() * sin);
        int height = (int) Math.round(picture.cols() * sin + picture.rows() * cos);
        Point2f centre = new Point2f(picture.cols() / 2f, picture.rows() / 2f);
        Mat matrix = opencv_imgproc.getRotationMatrix2D(centre, degrees, scale);
        try (var at = matrix.<org.bytedeco.javacpp.indexer.DoubleIndexer>createIndexer()) {
            at.put(0, 2, at.get(0, 2) + (width - picture.cols()) / 2.0);
            at.put(1, 2, at.get(1, 2) + (height - picture.rows()) / 2.0);
        }
        Mat out = new Mat();
        opencv_imgproc.warpAffine(
                picture,
                out,
                matrix,
                new Size(width, height),
                opencv_imgproc.INTER_CUBIC,
                opencv_core.BORDER_CONSTANT,
                Scalar.all(255));
        return out;
    }

    static Attack.Step mirror() {
        return (picture, random) -> {
            Mat out = new Mat();
            opencv_core.flip(picture, out, 1);
            return out;
        };
    }

    /** Each corner moves inwards by up to this share of the side. */
    static Attack.Step tilt(double share) {
        return (picture, random) -> {
            float w = picture.cols();
            float h = picture.rows();
            float[] from = new float[8];
            float[] corners = {0, 0, w, 0, w, h, 0, h};
            for (int i = 0; i < 8; i++) {
                float side = i % 2 == 0 ? w : h;
                float move = (float) (random.nextDouble(0.2, 1) * share * side);
                from[i] = corners[i] == 0 ? move : corners[i] - move;
            }
            Mat out = new Mat();
            Mat matrix = opencv_imgproc.getPerspectiveTransform(quad(from), quad(corners));
            opencv_imgproc.warpPerspective(picture, out, matrix, new Size(picture.cols(), picture.rows()));
            return out;
        };
    }

    private static Mat quad(float[] points) {
        Mat mat = new Mat(4, 1, opencv_core.CV_32FC2);
        mat.<FloatBuffer>createBuffer().put(points);
        return mat;
    }

    /** A border of this share of the longer side in one colour. */
    static Attack.Step pad(double share, int level) {
        return (picture, random) -> {
            int border = (int) (share * Math.max(picture.cols(), picture.rows()));
            Mat out = new Mat();
            opencv_core.copyMakeBorder(
                    picture, out, border, border, border, border, opencv_core.BORDER_CONSTANT, Scalar.all(level));
            return out;
        };
    }

    /** Pasted at this scale somewhere onto a noisy page as large as the picture was. */
    static Attack.Step collage(double scale) {
        return (picture, random) -> {
            Mat small = resize(scale, scale).apply(picture, random);
            Mat page = Tonal.noise(25)
                    .apply(
                            new Mat(
                                    picture.rows(),
                                    picture.cols(),
                                    picture.type(),
                                    Scalar.all(random.nextInt(80, 200))),
                            random);
            Mat soft = new Mat();
            opencv_imgproc.GaussianBlur(page, soft, new Size(0, 0), 2);
            int x = random.nextInt(picture.cols() - small.cols() + 1);
            int y = random.nextInt(picture.rows() - small.rows() + 1);
            small.copyTo(new Mat(soft, new Rect(x, y, small.cols(), small.rows())));
            return soft;
        };
    }
}
