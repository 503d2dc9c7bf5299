package io.countermark.watermark;

/**
 * How a suspect lies against the normalised frame: suspect = A frame, with
 * {@code A = scale R(angle) diag(sqrt aspect, 1 / sqrt aspect) [1 shear; 0 1]}, mirrored first where that is so. Harmonic k of the tile is
 * then found at the frequency {@code A^-T k / 128}.
 *
 * @param scale    suspect pixels per frame pixel
 * @param angle    in radians
 * @param aspect   horizontal over vertical stretch
 * @param shear    of x by y
 * @param mirrored left and right swapped
 * @param score    how well the pilots fit, on the scale of whoever made this
 */
record Posture(double scale, double angle, double aspect, double shear, boolean mirrored, double score) {

    Posture withScore(double newScore) {
        return new Posture(scale, angle, aspect, shear, mirrored, newScore);
    }

    /** Upside down. */
    Posture turned() {
        return new Posture(scale, angle + Math.PI, aspect, shear, mirrored, score);
    }

    /** {@code A^-T} as xx, xy, yx, yy: frequency x = xx kx + xy ky. */
    double[] frequencies() {
        double cos = Math.cos(angle) / scale;
        double sin = Math.sin(angle) / scale;
        double root = Math.sqrt(aspect);
        // diag(1 / root, root) after the inverse transpose of the shear, [1 0; -shear 1], after the mirror
        double flip = mirrored ? -1 : 1;
        double xx = flip / root;
        double yx = -shear * flip * root;
        double yy = root;
        return new double[] {cos * xx - sin * yx, -sin * yy, sin * xx + cos * yx, cos * yy};
    }

    /** Whether another hypothesis is so near that refining it would end in the same place. */
    boolean near(Posture other, double unit) {
        return mirrored == other.mirrored
                && Math.abs(Math.log(scale / other.scale)) < 2.5 * unit
                && Math.abs(angle - other.angle) < 3.5 * unit
                && Math.abs(Math.log(aspect / other.aspect)) < 5 * unit;
    }
}
