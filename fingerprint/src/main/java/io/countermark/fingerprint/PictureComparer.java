package io.countermark.fingerprint;

import io.countermark.fingerprint.Comparison.Region;
import io.countermark.fingerprint.Subject.View;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares two pictures: registration by local features, then dense consistency over the overlap. Thread-safe.
 *
 * <p>Ways to lay one over the other are tried from cheap to dear until one proves a copy: the whole frame as the global hash says,
 * corners at 512 pixels, the same mirrored, then both at 1,024. None of them decides; the dense check does.
 */
public final class PictureComparer {

    private final Calibration calibration;
    private final DenseConsistency consistency;

    /** With the thresholds of {@link Calibration#V1}. */
    public PictureComparer() {
        this(Calibration.V1);
    }

    public PictureComparer(Calibration calibration) {
        this.calibration = calibration;
        this.consistency = new DenseConsistency(calibration);
    }

    /** The thresholds in use. */
    public Calibration calibration() {
        return calibration;
    }

    /** What the suspect is to the original; both stay open. */
    public Comparison compare(Picture original, Picture suspect) {
        try (Subject first = new Subject(original);
                Subject second = new Subject(suspect)) {
            return compare(first, second);
        }
    }

    /** As {@link #compare(Picture, Picture)}, with what is already known of the suspect; both stay open. */
    public Comparison compare(Picture original, Subject suspect) {
        try (Subject first = new Subject(original)) {
            return compare(first, suspect);
        }
    }

    /**
     * What can be said without the original's pixels: a copy when the pixels are the same, an original when nothing lays one over the other.
     * Empty when the original has to be decoded for {@link #compare(Picture, Picture)}.
     */
    public Optional<Comparison> compare(Description original, Picture suspect) {
        if (Arrays.equals(original.pixelSha256(), PixelDigest.sha256(suspect))) {
            Region whole = new Region(0, 0, suspect.width(), suspect.height());
            List<Double> identity = Homography.identity().toList();
            return Optional.of(new Comparison(
                    Verdict.COPY,
                    1,
                    identity,
                    whole,
                    whole,
                    List.of(),
                    0,
                    "Every pixel is the same",
                    calibration.version()));
        }
        try (Subject second = new Subject(suspect)) {
            int distance = Nearest.distance(original.pdq(), second.pdq());
            boolean hash = distance <= calibration.pdqCandidate()
                    && Math.min(original.quality(), second.pdq().quality()) >= calibration.minQuality();
            if (hash || candidate(original.features(), second)) {
                return Optional.empty();
            }
            int features = original.features().count();
            return Optional.of(
                    unregistered(features, second.features(View.SMALL).count(), distance));
        }
    }

    private boolean candidate(LocalFeatures original, Subject suspect) {
        for (View view : View.values()) {
            Registration registration = Registration.of(original, suspect.features(view));
            if (registration != null && registration.inliers() >= calibration.minInliers()) {
                return true;
            }
        }
        return false;
    }

    Comparison compare(Subject original, Subject suspect) {
        Nearest nearest = Nearest.of(original.pdq(), suspect.pdq());
        Attempt best = best(original, suspect, nearest);
        if (best == null) {
            return unregistered(
                    original.features(View.SMALL).count(),
                    suspect.features(View.SMALL).count(),
                    nearest.distance());
        }
        return Findings.of(original, suspect, best, nearest, ruling(best, nearest), calibration);
    }

    /** The way that proves a copy, or else the one that shows most; null when there is none. */
    @Nullable
    Attempt best(Subject original, Subject suspect, Nearest nearest) {
        Attempt best = null;
        if (usable(nearest)) {
            best = better(best, whole(original, suspect, nearest.form()));
            if (proves(best, nearest)) {
                return best;
            }
        }
        for (View view : View.values()) {
            best = better(best, registered(original, suspect, view));
            if (proves(best, nearest)) {
                return best;
            }
        }
        return best;
    }

    private boolean usable(Nearest nearest) {
        return nearest.distance() <= calibration.pdqCandidate() && nearest.quality() >= calibration.minQuality();
    }

    private boolean proves(@Nullable Attempt attempt, Nearest nearest) {
        return attempt != null && ruling(attempt, nearest).verdict() == Verdict.COPY;
    }

    private Ruling ruling(Attempt attempt, Nearest nearest) {
        return Ruling.of(attempt, nearest, calibration);
    }

    private static @Nullable Attempt better(@Nullable Attempt a, @Nullable Attempt b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return b.evidence().consistent() > a.evidence().consistent() ? b : a;
    }

    private @Nullable Attempt whole(Subject original, Subject suspect, Dihedral form) {
        Frame from = original.frame(View.SMALL);
        Frame to = suspect.frame(View.SMALL);
        Homography map = Homography.symmetry(form, from.width(), from.height(), to.width(), to.height());
        DenseEvidence evidence = consistency.measure(from, to, map);
        return evidence == null ? null : new Attempt(View.SMALL, map, 0, evidence);
    }

    private @Nullable Attempt registered(Subject original, Subject suspect, View view) {
        Registration registration = Registration.of(original.features(View.SMALL), suspect.features(view));
        if (registration == null || registration.inliers() < calibration.minInliers()) {
            return null;
        }
        Frame to = suspect.frame(view);
        Homography map = view.mirrored()
                ? Homography.mirror(to.width()).after(registration.homography())
                : registration.homography();
        DenseEvidence evidence = consistency.measure(original.frame(View.SMALL), to, map);
        return evidence == null ? null : new Attempt(view, map, registration.inliers(), evidence);
    }

    private Comparison unregistered(int originalFeatures, int suspectFeatures, int distance) {
        boolean poor = Math.min(originalFeatures, suspectFeatures) < calibration.minTexturedBlocks();
        String which = originalFeatures < calibration.minTexturedBlocks() ? "the original" : "the suspect";
        return new Comparison(
                poor ? Verdict.CANNOT_TELL : Verdict.ORIGINAL,
                0,
                null,
                null,
                null,
                List.of(),
                distance,
                poor
                        ? "Too little texture to compare: " + which + " is too small, too even or too blurred"
                        : "The two can't be laid over each other",
                calibration.version());
    }

    /**
     * The suspect aligned onto the original's frame beside it, with a heat map of the differences; a new picture. Without a homography the
     * suspect is shown on the original's frame as it stands, without heat.
     */
    public Picture overlay(Picture original, Picture suspect, Comparison comparison) {
        List<Double> homography = comparison.homography();
        try (Subject first = new Subject(original);
                Subject second = new Subject(suspect)) {
            Frame from = first.frame(View.SMALL);
            Frame to = second.frame(View.LARGE);
            if (homography == null) {
                Homography whole = Homography.scale(from.width(), from.height(), to.width(), to.height());
                return Overlay.draw(AlignedPair.of(from, to, whole), null);
            }
            double[] m = homography.stream().mapToDouble(Double::doubleValue).toArray();
            Homography map = to.fromPicture()
                    .after(new Homography(m))
                    .after(from.fromPicture().inverse());
            return Overlay.draw(AlignedPair.of(from, to, map), consistency.measure(from, to, map));
        }
    }
}
