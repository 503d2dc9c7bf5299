package io.countermark.fingerprint;

import io.countermark.fingerprint.Comparison.Region;
import io.countermark.fingerprint.DenseEvidence.State;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Reads the geometry and the edits off an attempt. */
final class Findings {

    private static final double SCALED = 0.07;
    private static final double STRETCHED = 1.04;
    private static final double TURNED_DEGREES = 1.5;
    /** Ratio of the local scales at opposite corners. */
    private static final double TILTED = 1.06;

    private static final double CROPPED = 0.97;
    /** Share of the suspect that the copy's upright box takes, below which there is something around it. */
    private static final double SURROUNDED = 0.93;
    /** Share of textured blocks around it from which that is other pictures. */
    private static final double BUSY = 0.35;

    private final Subject original;
    private final Subject suspect;
    private final Attempt attempt;
    private final Homography map;
    private final Set<Edit> edits = EnumSet.noneOf(Edit.class);

    private Findings(Subject original, Subject suspect, Attempt attempt) {
        this.original = original;
        this.suspect = suspect;
        this.attempt = attempt;
        Homography toFrame = original.frame(Subject.View.SMALL).fromPicture();
        Homography fromFrame = suspect.frame(attempt.view()).fromPicture().inverse();
        this.map = fromFrame.after(attempt.map()).after(toFrame);
    }

    static Comparison of(
            Subject original,
            Subject suspect,
            Attempt attempt,
            Nearest nearest,
            Ruling ruling,
            Calibration calibration) {
        Findings findings = new Findings(original, suspect, attempt);
        if (ruling.verdict() != Verdict.ORIGINAL) {
            findings.nameGeometry();
            findings.nameColours();
            findings.nameCovering();
        }
        return new Comparison(
                ruling.verdict(),
                attempt.evidence().consistent(),
                findings.map.toList(),
                findings.shownIn(),
                findings.shownOf(),
                findings.edits.stream().map(Edit::code).toList(),
                nearest.distance(),
                ruling.reason(),
                calibration.version());
    }

    /** The upright box of the copy, cut at the suspect's edges. */
    private Region shownIn() {
        return box(map, original.width(), original.height(), suspect.width(), suspect.height());
    }

    /** The upright box of what the suspect shows of the original. */
    private Region shownOf() {
        return box(map.inverse(), suspect.width(), suspect.height(), original.width(), original.height());
    }

    private static Region box(Homography map, int width, int height, int intoWidth, int intoHeight) {
        double[][] corners = corners(map, width, height);
        double left = Math.max(0, Arrays.stream(corners[0]).min().orElse(0));
        double right = Math.min(intoWidth, Arrays.stream(corners[0]).max().orElse(0));
        double top = Math.max(0, Arrays.stream(corners[1]).min().orElse(0));
        double bottom = Math.min(intoHeight, Arrays.stream(corners[1]).max().orElse(0));
        int x = (int) Math.round(left);
        int y = (int) Math.round(top);
        return new Region(x, y, Math.max(0, (int) Math.round(right) - x), Math.max(0, (int) Math.round(bottom) - y));
    }

    /** The outer corners, clockwise, as x and y in edge coordinates (the first pixel reaches from 0 to 1). */
    private static double[][] corners(Homography map, int width, int height) {
        double[] xs = {-0.5, width - 0.5, width - 0.5, -0.5};
        double[] ys = {-0.5, -0.5, height - 0.5, height - 0.5};
        double[][] corners = new double[2][4];
        for (int i = 0; i < 4; i++) {
            corners[0][i] = map.x(xs[i], ys[i]) + 0.5;
            corners[1][i] = map.y(xs[i], ys[i]) + 0.5;
        }
        return corners;
    }

    private void nameGeometry() {
        double cx = original.width() / 2.0;
        double cy = original.height() / 2.0;
        double[] j = jacobian(cx, cy);
        double determinant = j[0] * j[3] - j[1] * j[2];
        boolean flipped = determinant < 0;
        double angle =
                Math.toDegrees(Math.atan2(flipped ? j[2] + j[1] : j[2] - j[1], flipped ? j[3] - j[0] : j[0] + j[3]));
        double scale = Math.sqrt(Math.abs(determinant));
        boolean upsideDown = flipped && Math.abs(angle) > 180 - TURNED_DEGREES;
        name(Edit.FLIP, flipped);
        name(Edit.ROTATION, Math.abs(angle) > TURNED_DEGREES && !upsideDown);
        double tilt = localScale(0, 0) / localScale(original.width(), original.height());
        double otherTilt = localScale(original.width(), 0) / localScale(0, original.height());
        boolean tilted = Math.max(Math.max(tilt, 1 / tilt), Math.max(otherTilt, 1 / otherTilt)) > TILTED;
        name(Edit.PERSPECTIVE, tilted);
        double[] stretches = new Homography(new double[] {j[0], j[1], 0, j[2], j[3], 0, 0, 0, 1}).stretches();
        boolean stretched = stretches[0] / Math.max(1e-9, stretches[1]) > STRETCHED && !tilted;
        name(Edit.ASPECT, stretched);
        name(Edit.SCALE, Math.abs(Math.log(scale)) > Math.log(1 + SCALED) && !stretched && !tilted);

        name(Edit.CROP, shownShare() < CROPPED);
        Region region = shownIn();
        double taken = (double) region.width() * region.height() / ((double) suspect.width() * suspect.height());
        if (taken < (tilted ? 0.6 : SURROUNDED)) {
            name(busyAround(region) ? Edit.COLLAGE : Edit.FRAME, true);
        }
    }

    /** Derivatives of the map: dx/dx, dx/dy, dy/dx, dy/dy. */
    private double[] jacobian(double x, double y) {
        double step = 0.5;
        return new double[] {
            map.x(x + step, y) - map.x(x - step, y),
            map.x(x, y + step) - map.x(x, y - step),
            map.y(x + step, y) - map.y(x - step, y),
            map.y(x, y + step) - map.y(x, y - step)
        };
    }

    private double localScale(double x, double y) {
        double[] j = jacobian(x, y);
        return Math.max(1e-9, Math.sqrt(Math.abs(j[0] * j[3] - j[1] * j[2])));
    }

    /** Share of the original's area inside the suspect, on a grid of points. */
    private double shownShare() {
        int points = 40;
        int inside = 0;
        for (int i = 0; i < points; i++) {
            for (int k = 0; k < points; k++) {
                double x = (i + 0.5) * original.width() / points - 0.5;
                double y = (k + 0.5) * original.height() / points - 0.5;
                double sx = map.x(x, y);
                double sy = map.y(x, y);
                inside += sx >= -1 && sy >= -1 && sx <= suspect.width() && sy <= suspect.height() ? 1 : 0;
            }
        }
        return (double) inside / (points * points);
    }

    private boolean busyAround(Region region) {
        Frame frame = suspect.frame(Subject.View.SMALL);
        byte[] luma = new byte[frame.width() * frame.height()];
        frame.gray().data().get(luma);
        BlockGrid grid = BlockGrid.of(frame.width(), frame.height(), 16);
        BlockTextures textures = new BlockTextures(luma, frame.width(), frame.height(), grid);
        double k = (double) frame.width() / suspect.width();
        int around = 0;
        int busy = 0;
        for (int block = 0; block < grid.count(); block++) {
            boolean outside = grid.left(block) + grid.side() <= region.x() * k
                    || grid.left(block) >= (region.x() + region.width()) * k
                    || grid.top(block) + grid.side() <= region.y() * k
                    || grid.top(block) >= (region.y() + region.height()) * k;
            if (outside) {
                around++;
                busy += textures.deviationOf(block) > 6 ? 1 : 0;
            }
        }
        return busy > BUSY * Math.max(1, around);
    }

    private void nameColours() {
        DenseEvidence e = attempt.evidence();
        ColourMap colours = e.colours();
        boolean inverted = colours.inverts();
        boolean gray = e.achromatic() > 0.99
                && colours.kind() != ColourMap.Kind.IDENTITY
                && colours.kind() != ColourMap.Kind.TONE;
        name(Edit.INVERSION, inverted);
        name(Edit.GRAYSCALE, gray);
        if (!inverted && !gray) {
            switch (colours.kind()) {
                case IDENTITY -> {}
                case TONE -> name(Edit.TONE, true);
                case BALANCE, HUE, MONOCHROME -> name(Edit.COLOUR, true);
            }
        }
        double scale = Math.sqrt(Math.abs(map.determinant()));
        name(Edit.BLUR, e.blur() >= 1.5 && scale > 0.75);
        name(Edit.NOISE, e.noise() > 3.5);
    }

    private void nameCovering() {
        DenseEvidence e = attempt.evidence();
        boolean background = !e.groundKept();
        name(Edit.BACKGROUND, background);
        double recoloured = Arrays.stream(e.states())
                        .filter(state -> state == State.RECOLOURED)
                        .count()
                / (double) Math.max(1, e.textured());
        boolean overlay =
                e.covered() > 0.01 || e.mismatch() > 0.02 || (!background && (e.added() > 0.02 || recoloured > 0.05));
        name(Edit.OVERLAY, overlay && e.blur() < 2);
    }

    private void name(Edit edit, boolean found) {
        if (found) {
            edits.add(edit);
        }
    }
}
