package io.countermark.bench.watermark;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures read from files, and copies of them with something done to them. */
final class Copies {

    private Copies() {}

    /** 8-bit BGR. */
    static Picture read(Path photo) {
        return Picture.adopt(opencv_imgcodecs.imread(photo.toString(), opencv_imgcodecs.IMREAD_COLOR));
    }

    static Picture attacked(Attack.Step step, Picture picture, SplittableRandom random) {
        Samples result;
        try (PointerScope scope = new PointerScope()) {
            result = Samples.of(step.apply(picture.mat().clone(), random));
        }
        return result.picture();
    }

    /** The mean of pictures of one size. */
    static Picture mean(Iterable<Picture> pictures) {
        Samples result;
        try (PointerScope scope = new PointerScope()) {
            Mat sum = new Mat();
            int count = 0;
            for (Picture picture : pictures) {
                Mat floats = new Mat();
                picture.mat().convertTo(floats, opencv_core.CV_32F);
                if (count++ == 0) {
                    sum = floats;
                } else {
                    opencv_core.add(sum, floats, sum);
                }
            }
            Mat mean = new Mat();
            sum.convertTo(mean, opencv_core.CV_8U, 1.0 / count, 0);
            result = Samples.of(mean);
        }
        return result.picture();
    }

    /** On the heap, so that they outlive the scope of native memory in which they were made. */
    private record Samples(int width, int height, byte[] bgr) {

        static Samples of(Mat mat) {
            byte[] bgr = new byte[mat.cols() * mat.rows() * 3];
            (mat.isContinuous() ? mat : mat.clone()).<ByteBuffer>createBuffer().get(bgr);
            return new Samples(mat.cols(), mat.rows(), bgr);
        }

        Picture picture() {
            return Picture.of(width, height, PixelFormat.BGR8, bgr);
        }
    }
}
