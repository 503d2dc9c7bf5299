package io.countermark.fingerprint;

import java.util.List;

/** A plane-to-plane map in homogeneous pixel coordinates, row-major 3 x 3, the centre of the first pixel at (0, 0). */
record Homography(double[] m) {

    static Homography identity() {
        return new Homography(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    }

    /** From a frame of one size onto a frame of another, edges onto edges. */
    static Homography scale(double fromWidth, double fromHeight, double toWidth, double toHeight) {
        double sx = toWidth / fromWidth;
        double sy = toHeight / fromHeight;
        return new Homography(new double[] {sx, 0, (sx - 1) / 2, 0, sy, (sy - 1) / 2, 0, 0, 1});
    }

    /** Left and right swapped in a frame of this width. */
    static Homography mirror(int width) {
        return new Homography(new double[] {-1, 0, width - 1, 0, 1, 0, 0, 0, 1});
    }

    /** Where a picture of this size lands, edges onto edges, after a symmetry; the result's frame has the size {@code to}. */
    static Homography symmetry(Dihedral form, int width, int height, int toWidth, int toHeight) {
        double[] unit = switch (form) {
            case ORIGINAL -> new double[] {1, 0, 0, 0, 1, 0};
            case ROTATE_90 -> new double[] {0, 1, 0, -1, 0, 1};
            case ROTATE_180 -> new double[] {-1, 0, 1, 0, -1, 1};
            case ROTATE_270 -> new double[] {0, -1, 1, 1, 0, 0};
            case FLIP_X -> new double[] {1, 0, 0, 0, -1, 1};
            case FLIP_Y -> new double[] {-1, 0, 1, 0, 1, 0};
            case FLIP_PLUS_1 -> new double[] {0, 1, 0, 1, 0, 0};
            case FLIP_MINUS_1 -> new double[] {0, -1, 1, -1, 0, 1};
        };
        Homography toUnit =
                new Homography(new double[] {1.0 / width, 0, 0.5 / width, 0, 1.0 / height, 0.5 / height, 0, 0, 1});
        Homography fromUnit = new Homography(new double[] {toWidth, 0, -0.5, 0, toHeight, -0.5, 0, 0, 1});
        double[] m = {unit[0], unit[1], unit[2], unit[3], unit[4], unit[5], 0, 0, 1};
        return fromUnit.after(new Homography(m)).after(toUnit);
    }

    /** First {@code first}, then this. */
    Homography after(Homography first) {
        double[] product = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    product[3 * i + j] += m[3 * i + k] * first.m[3 * k + j];
                }
            }
        }
        return new Homography(product).normalised();
    }

    /** @throws ArithmeticException when the map is not invertible */
    Homography inverse() {
        double a = m[4] * m[8] - m[5] * m[7];
        double b = m[5] * m[6] - m[3] * m[8];
        double c = m[3] * m[7] - m[4] * m[6];
        double determinant = m[0] * a + m[1] * b + m[2] * c;
        if (Math.abs(determinant) < 1e-18) {
            throw new ArithmeticException("The homography is not invertible");
        }
        double[] inverse = {
            a, m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
            b, m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
            c, m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]
        };
        return new Homography(inverse).normalised();
    }

    double x(double x, double y) {
        return (m[0] * x + m[1] * y + m[2]) / weight(x, y);
    }

    double y(double x, double y) {
        return (m[3] * x + m[4] * y + m[5]) / weight(x, y);
    }

    /** Positive on the visible side of the plane. */
    double weight(double x, double y) {
        return m[6] * x + m[7] * y + m[8];
    }

    /** Change of area at the origin of the linear part; negative when it mirrors. */
    double determinant() {
        return m[0] * m[4] - m[1] * m[3];
    }

    /** Singular values of the linear part, larger first. */
    double[] stretches() {
        double s = m[0] * m[0] + m[1] * m[1] + m[3] * m[3] + m[4] * m[4];
        double d = determinant();
        double root = Math.sqrt(Math.max(0, s * s / 4 - d * d));
        return new double[] {Math.sqrt(s / 2 + root), Math.sqrt(Math.max(0, s / 2 - root))};
    }

    List<Double> toList() {
        return java.util.Arrays.stream(m).boxed().toList();
    }

    private Homography normalised() {
        double last = m[8];
        if (Math.abs(last) < 1e-15) {
            return this;
        }
        double[] scaled = new double[9];
        for (int i = 0; i < 9; i++) {
            scaled[i] = m[i] / last;
        }
        return new Homography(scaled);
    }
}
