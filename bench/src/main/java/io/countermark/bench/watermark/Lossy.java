package io.countermark.bench.watermark;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Re-encoding. */
final class Lossy {

    private Lossy() {}

    /** JPEG with 4:2:0 chroma, as markets do. */
    static Attack.Step jpeg(int quality) {
        return (picture, random) -> coded(picture, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    }

    static Attack.Step webp(int quality) {
        return (picture, random) -> coded(picture, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality);
    }

    private static Mat coded(Mat picture, String extension, int parameter, int quality) {
        BytePointer bytes = new BytePointer();
        opencv_imgcodecs.imencode(extension, picture, bytes, new IntPointer(parameter, quality));
        return opencv_imgcodecs.imdecode(new Mat(bytes), opencv_imgcodecs.IMREAD_COLOR);
    }
}
