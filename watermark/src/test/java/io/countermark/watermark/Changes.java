package io.countermark.watermark;

import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** What happens to pictures outside. Each gives a new picture and leaves the old one open. */
final class Changes {

    private Changes() {}

    static Picture jpeg(Picture picture, int quality) {
        byte[] file =
                ImageEncoder.encode(picture, new ImageEncoder.Jpeg(quality, ImageEncoder.Subsampling.S420, false));
        DecodedImage decoded = new ImageDecoder(DecodeLimits.DEFAULT).decode(file);
        return decoded.picture();
    }

    static Picture scaled(Picture picture, double factor) {
        return Resizer.resize(
                picture, (int) Math.round(picture.width() * factor), (int) Math.round(picture.height() * factor));
    }

    static Picture cropped(Picture picture, double left, double top, double side) {
        Rect part = new Rect(
                (int) (left * picture.width()), (int) (top * picture.height()), (int) (side * picture.width()), (int)
                        (side * picture.height()));
        return Picture.adopt(new Mat(picture.mat(), part).clone());
    }

    static Picture mirrored(Picture picture) {
        Mat out = new Mat();
        opencv_core.flip(picture.mat(), out, 1);
        return Picture.adopt(out);
    }

    static Picture turned(Picture picture, double degrees) {
        Mat out = new Mat();
        Point2f centre = new Point2f(picture.width() / 2f, picture.height() / 2f);
        opencv_imgproc.warpAffine(
                picture.mat(),
                out,
                opencv_imgproc.getRotationMatrix2D(centre, degrees, 1),
                picture.mat().size(),
                opencv_imgproc.INTER_CUBIC,
                opencv_core.BORDER_CONSTANT,
                Scalar.all(255));
        return Picture.adopt(out);
    }
}
