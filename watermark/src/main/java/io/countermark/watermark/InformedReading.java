package io.countermark.watermark;

import io.countermark.imaging.Picture;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_video;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_core.TermCriteria;

/**
 * One reading with the original: the suspect is registered onto it and brought into the original's frame, where the mark lies as it
 * was written; what the original explains is subtracted and the rest decoded.
 */
final class InformedReading {

    /** Longer side of the plane on which features are found. */
    private static final int LONG_SIDE = 1100;

    private final Constellation constellation;
    private final Demodulator demodulator;
    private final FloatPlane original;
    private final FloatPlane suspect;
    private final double reduction;

    private InformedReading(
            Constellation constellation, Demodulator demodulator, Picture suspectPicture, Picture originalPicture) {
        this.constellation = constellation;
        this.demodulator = demodulator;
        MarkFrame frame = MarkFrame.of(originalPicture.width(), originalPicture.height());
        this.original = FloatPlane.luma(originalPicture, frame.width(), frame.height());
        int longer = Math.max(suspectPicture.width(), suspectPicture.height());
        this.reduction = Math.min(1, LONG_SIDE / (double) longer);
        this.suspect =
                FloatPlane.luma(suspectPicture, (int) Math.max(1, Math.round(suspectPicture.width() * reduction)), (int)
                        Math.max(1, Math.round(suspectPicture.height() * reduction)));
    }

    static MarkReading read(Constellation constellation, Demodulator demodulator, Picture suspect, Picture original) {
        return new InformedReading(constellation, demodulator, suspect, original).read();
    }

    private MarkReading read() {
        Registration registration = Registration.of(original, suspect);
        if (registration == null) {
            return nothing();
        }
        FloatPlane mask = PerceptualMask.of(original);
        double[] rough = registration.homography();
        double[][] tries = {refined(rough), rough};
        for (int i = 0; i < tries.length; i++) {
            Demodulator.Word word = decode(tries[i], mask);
            if (word.proven()) {
                return new MarkReading(
                        new MarkId(word.id()),
                        MarkReading.Mode.INFORMED,
                        word.z(),
                        Demodulator.bound(word.z(), i + 1),
                        transform(tries[i]));
            }
        }
        return nothing();
    }

    private static MarkReading nothing() {
        return new MarkReading(null, MarkReading.Mode.INFORMED, 0, 1, null);
    }

    private Demodulator.Word decode(double[] homography, FloatPlane mask) {
        FloatPlane seen = warp(suspect, homography);
        FloatPlane covered = covered(homography);
        FloatPlane residual = HostSubtraction.residual(original, seen, covered, mask);
        return demodulator.decode(Harmonics.folded(residual, constellation));
    }

    /** The suspect as seen from the original's frame; averaged first where it is finer than the frame. */
    private FloatPlane warp(FloatPlane plane, double[] homography) {
        double scale = Math.sqrt(Math.abs(homography[0] * homography[4] - homography[1] * homography[3]));
        FloatPlane source = scale > 1.3 ? plane.gaussian(0.4 * scale) : plane;
        return warp(source, homography, opencv_imgproc.INTER_CUBIC);
    }

    private FloatPlane warp(FloatPlane plane, double[] homography, int interpolation) {
        try (PointerScope scope = new PointerScope()) {
            Mat out = new Mat();
            opencv_imgproc.warpPerspective(
                    plane.toMat(),
                    out,
                    matrix(homography),
                    new Size(original.width(), original.height()),
                    interpolation | opencv_imgproc.WARP_INVERSE_MAP,
                    opencv_core.BORDER_CONSTANT,
                    new Scalar(0));
            return FloatPlane.of(out);
        }
    }

    /** 1 where the frame is well inside the suspect, 0 elsewhere. */
    private FloatPlane covered(double[] homography) {
        FloatPlane ones = new FloatPlane(suspect.width(), suspect.height());
        java.util.Arrays.fill(ones.values(), 1);
        FloatPlane inside = warp(ones, homography, opencv_imgproc.INTER_LINEAR).box(5);
        for (int i = 0; i < inside.values().length; i++) {
            inside.values()[i] = inside.values()[i] > 0.99f ? 1 : 0;
        }
        return inside;
    }

    /** Enhanced correlation coefficient (Evangelidis and Psarakis 2008), which aligns to small parts of a pixel. */
    private double[] refined(double[] homography) {
        FloatPlane seen = warp(suspect, homography);
        FloatPlane covered = covered(homography);
        try (PointerScope scope = new PointerScope()) {
            Mat correction = new Mat(3, 3, opencv_core.CV_32FC1);
            correction.<FloatBuffer>createBuffer().put(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
            Mat inside = new Mat();
            covered.toMat().convertTo(inside, opencv_core.CV_8U);
            opencv_video.findTransformECC(
                    original.toMat(),
                    seen.toMat(),
                    correction,
                    opencv_video.MOTION_HOMOGRAPHY,
                    new TermCriteria(TermCriteria.COUNT | TermCriteria.EPS, 25, 1e-5),
                    inside,
                    5);
            float[] d = new float[9];
            correction.<FloatBuffer>createBuffer().get(d);
            return product(homography, d);
        } catch (RuntimeException e) {
            // OpenCV reports a correlation that does not converge as a C++ exception, which JavaCPP makes a
            // RuntimeException.
            return homography;
        }
    }

    private static double[] product(double[] a, float[] b) {
        double[] product = new double[9];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                for (int i = 0; i < 3; i++) {
                    product[3 * row + column] += a[3 * row + i] * b[3 * i + column];
                }
            }
        }
        return product;
    }

    private static Mat matrix(double[] values) {
        Mat mat = new Mat(3, 3, opencv_core.CV_64FC1);
        mat.<DoubleBuffer>createBuffer().put(values);
        return mat;
    }

    /** The homography's own derivative at the middle of the frame, told as scale, angle, mirror and stretch. */
    private MarkReading.Transform transform(double[] h) {
        double x = original.width() / 2.0;
        double y = original.height() / 2.0;
        double w = h[6] * x + h[7] * y + h[8];
        double u = (h[0] * x + h[1] * y + h[2]) / w;
        double v = (h[3] * x + h[4] * y + h[5]) / w;
        double a = (h[0] - u * h[6]) / w;
        double b = (h[1] - u * h[7]) / w;
        double c = (h[3] - v * h[6]) / w;
        double d = (h[4] - v * h[7]) / w;
        double determinant = a * d - b * c;
        boolean mirrored = determinant < 0;
        double angle = mirrored ? Math.atan2(-c, -a) : Math.atan2(c, a);
        double scale = Math.sqrt(Math.abs(determinant)) / reduction;
        double aspect = (a * a + c * c) / Math.max(Math.abs(determinant), 1e-12);
        return new MarkReading.Transform(scale, Math.toDegrees(angle), mirrored, aspect);
    }
}
