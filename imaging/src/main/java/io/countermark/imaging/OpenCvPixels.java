package io.countermark.imaging;

import io.countermark.container.ImageFormat;
import io.countermark.imaging.ImageRejectedException.Reason;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Stored samples as OpenCV's codecs give them: not turned, not converted. */
final class OpenCvPixels {

    private OpenCvPixels() {}

    /** Every sample the file has: gray, colour, alpha, 16 bit. */
    static Picture decode(byte[] file, ImageFormat format) {
        return decode(file, format, opencv_imgcodecs.IMREAD_UNCHANGED);
    }

    /**
     * A JPEG decoded at a fraction of its size, by fewer coefficients of each block.
     *
     * @param reduction 2, 4 or 8
     */
    static Picture decodeReduced(byte[] file, boolean gray, int reduction) {
        int flags = switch (reduction) {
            case 2 -> gray ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2 : opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
            case 4 -> gray ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4 : opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
            case 8 -> gray ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8 : opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
            default -> throw new IllegalArgumentException("A reduction is 2, 4 or 8, not " + reduction);
        };
        return decode(file, ImageFormat.JPEG, flags | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION);
    }

    private static Picture decode(byte[] file, ImageFormat format, int flags) {
        try (BytePointer bytes = new BytePointer(file);
                Mat buffer = new Mat(1, file.length, opencv_core.CV_8UC1, bytes)) {
            return Picture.adopt(imdecode(buffer, format, flags));
        }
    }

    private static Mat imdecode(Mat buffer, ImageFormat format, int flags) {
        Mat pixels;
        try {
            pixels = opencv_imgcodecs.imdecode(buffer, flags);
        } catch (RuntimeException e) { // what JavaCPP makes of every cv::Exception and std::bad_alloc
            throw new ImageRejectedException(Reason.CORRUPT, "The %s file can't be decoded.".formatted(format), e);
        }
        if (pixels.empty()) {
            pixels.close();
            throw new ImageRejectedException(Reason.CORRUPT, "The %s file can't be decoded.".formatted(format));
        }
        return pixels;
    }
}
