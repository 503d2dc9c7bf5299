package io.countermark.watermark;

import io.countermark.imaging.Picture;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_video;
import org.bytedeco.opencv.opencv_core.Mat;
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

    /** @param issued copies to tell apart where no id can be decoded; may be empty */
    static MarkReading read(
            Constellation constellation,
            Demodulator demodulator,
            Picture suspect,
            Picture original,
            List<MarkId> issued) {
        return new InformedReading(constellation, demodulator, suspect, original).read(issued);
    }

    /**
     * One registration and what is left of the suspect under it.
     *
     * @param homography from the frame to the suspect's plane
     * @param covered    1 where the suspect covers the frame
     * @param residual   the suspect without its host
     * @param look       at the residual
     */
    private record Attempt(double[] homography, FloatPlane covered, FloatPlane residual, IssuedCopies.View look) {}

    private MarkReading read(List<MarkId> issued) {
        Registration registration = Registration.of(original, suspect);
        if (registration == null) {
            return MarkReading.nothing(MarkReading.Mode.INFORMED);
        }
        FloatPlane mask = PerceptualMask.of(original);
        IssuedCopies copies = new IssuedCopies(constellation, demodulator, issued);
        double[] rough = registration.homography();
        double[][] tries = {refined(rough), rough};
        List<Attempt> attempts = new ArrayList<>();
        for (double[] homography : tries) {
            FloatPlane covered = covered(homography);
            FloatPlane residual = HostSubtraction.residual(original, warp(suspect, homography), covered, mask);
            Harmonics harmonics = Harmonics.folded(residual, constellation);
            Demodulator.Weighting weighting = demodulator.weighting(harmonics);
            IssuedCopies.View look = new IssuedCopies.View(demodulator.soft(harmonics, weighting), weighting);
            Attempt attempt = new Attempt(homography, covered, residual, look);
            attempts.add(attempt);
            Demodulator.Word word = demodulator.decode(harmonics);
            if (word.proven()) {
                double bound = Demodulator.bound(word.id().length(), word.z(), attempts.size());
                IssuedCopies.Name name = new IssuedCopies.Name(word.id(), word.z(), bound);
                List<IssuedCopies.Name> others = copies.besides(name, look, attempts.size());
                return reading(name, MarkReading.Proof.DECODED, others, attempt, attempts.size(), registration);
            }
        }
        return amongIssued(copies, attempts, registration);
    }

    private MarkReading amongIssued(IssuedCopies copies, List<Attempt> attempts, Registration registration) {
        List<IssuedCopies.Name> names =
                copies.named(attempts.stream().map(Attempt::look).toList());
        if (names.isEmpty()) {
            return MarkReading.nothing(MarkReading.Mode.INFORMED);
        }
        IssuedCopies.Name first = names.getFirst();
        boolean[] word = constellation.word(first.id());
        Attempt strongest = attempts.stream()
                .max(Comparator.comparingDouble(attempt -> demodulator.correlation(attempt.look.soft(), word)))
                .orElseThrow();
        return reading(
                first,
                MarkReading.Proof.ISSUED_COPY,
                names.subList(1, names.size()),
                strongest,
                attempts.size(),
                registration);
    }

    private MarkReading reading(
            IssuedCopies.Name name,
            MarkReading.Proof proof,
            List<IssuedCopies.Name> others,
            Attempt attempt,
            int alignments,
            Registration registration) {
        boolean[] word = constellation.word(name.id());
        MarkEvidence evidence = new MarkEvidence(
                demodulator.bitErrors(attempt.look.soft(), word),
                PolarCode.LENGTH,
                alignments,
                registration.inliers(),
                attempt.covered.mean(),
                TileMap.of(attempt.residual, constellation, demodulator, attempt.look.weighting(), word),
                new FrameView(original.width(), original.height(), toSuspect(attempt.homography)));
        return new MarkReading(
                name.id(),
                MarkReading.Mode.INFORMED,
                name.z(),
                name.bound(),
                transform(attempt.homography),
                proof,
                others.stream().map(IssuedCopies.Name::id).toList(),
                evidence);
    }

    /** Onto the suspect's own pixels; a pixel of the plane covers {@code 1 / reduction} of them. */
    private List<Double> toSuspect(double[] homography) {
        return FrameView.scaled(homography, 1 / reduction);
    }

    /** The suspect as seen from the original's frame; averaged first where it is finer than the frame. */
    private FloatPlane warp(FloatPlane plane, double[] homography) {
        double scale = Math.sqrt(Math.abs(homography[0] * homography[4] - homography[1] * homography[3]));
        FloatPlane source = scale > 1.3 ? plane.gaussian(0.4 * scale) : plane;
        return warp(source, homography, opencv_imgproc.INTER_CUBIC);
    }

    private FloatPlane warp(FloatPlane plane, double[] homography, int interpolation) {
        return plane.warp(homography, original.width(), original.height(), interpolation, 0);
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
