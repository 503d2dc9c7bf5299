package io.countermark.imaging;

import io.countermark.container.HeifItems.CleanAperture;
import io.countermark.container.HeifItems.Fraction;
import io.countermark.imaging.ImageRejectedException.Reason;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** Cuts out the clean aperture (ISO/IEC 14496-12, 12.1.4.1): its centre is the picture's centre plus the offsets. */
final class Cropping {

    private Cropping() {}

    /** The part inside; the given picture is closed. */
    static Picture cropped(Picture picture, CleanAperture aperture) {
        try (picture) {
            double width = value(aperture.width());
            double height = value(aperture.height());
            long x = Math.round((picture.width() - width) / 2 + value(aperture.offsetX()));
            long y = Math.round((picture.height() - height) / 2 + value(aperture.offsetY()));
            long columns = Math.round(width);
            long rows = Math.round(height);
            if (columns < 1
                    || rows < 1
                    || x < 0
                    || y < 0
                    || x + columns > picture.width()
                    || y + rows > picture.height()) {
                throw new ImageRejectedException(Reason.CORRUPT, "The part to be shown lies outside of the picture.");
            }
            try (Rect part = new Rect((int) x, (int) y, (int) columns, (int) rows);
                    Mat inside = new Mat(picture.mat(), part)) {
                return Picture.adopt(inside.clone());
            }
        }
    }

    private static double value(Fraction fraction) {
        if (fraction.denominator() == 0) {
            throw new ImageRejectedException(Reason.CORRUPT, "The part to be shown is given as a fraction of zero.");
        }
        return fraction.numerator() / (double) fraction.denominator();
    }
}
