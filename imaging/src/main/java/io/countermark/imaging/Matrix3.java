package io.countermark.imaging;

/** A 3 by 3 matrix, row by row. */
record Matrix3(double[] m) {

    /** Columns: the D50-adapted XYZ of sRGB's red, green and blue (IEC 61966-2-1 with Bradford adaptation, ICC.1 annex E). */
    static final Matrix3 SRGB_TO_D50 = columns(
            new double[] {0.4360747, 0.2225045, 0.0139322},
            new double[] {0.3850649, 0.7168786, 0.0971045},
            new double[] {0.1430804, 0.0606169, 0.7141733});

    static Matrix3 columns(double[] a, double[] b, double[] c) {
        return new Matrix3(new double[] {a[0], b[0], c[0], a[1], b[1], c[1], a[2], b[2], c[2]});
    }

    /** From linear RGB with these chromaticities to XYZ relative to white with Y = 1 (SMPTE RP 177). */
    static Matrix3 ofPrimaries(double rx, double ry, double gx, double gy, double bx, double by, double wx, double wy) {
        Matrix3 primaries = columns(xyz(rx, ry), xyz(gx, gy), xyz(bx, by));
        double[] scale = primaries.inverse().times(xyz(wx, wy));
        double[] m = primaries.m().clone();
        for (int i = 0; i < 9; i++) {
            m[i] *= scale[i % 3];
        }
        return new Matrix3(m);
    }

    private static double[] xyz(double x, double y) {
        return new double[] {x / y, 1, (1 - x - y) / y};
    }

    double[] times(double[] v) {
        double[] out = new double[3];
        for (int row = 0; row < 3; row++) {
            out[row] = m[3 * row] * v[0] + m[3 * row + 1] * v[1] + m[3 * row + 2] * v[2];
        }
        return out;
    }

    Matrix3 times(Matrix3 other) {
        double[] product = new double[9];
        for (int i = 0; i < 9; i++) {
            for (int k = 0; k < 3; k++) {
                product[i] += m[i / 3 * 3 + k] * other.m()[3 * k + i % 3];
            }
        }
        return new Matrix3(product);
    }

    /** A singular matrix gives infinite numbers, which {@link #isFinite} tells. */
    Matrix3 inverse() {
        double c0 = m[4] * m[8] - m[5] * m[7];
        double c1 = m[5] * m[6] - m[3] * m[8];
        double c2 = m[3] * m[7] - m[4] * m[6];
        double determinant = m[0] * c0 + m[1] * c1 + m[2] * c2;
        double[] inverse = {
            c0, m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
            c1, m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
            c2, m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]
        };
        for (int i = 0; i < 9; i++) {
            inverse[i] /= determinant;
        }
        return new Matrix3(inverse);
    }

    boolean isFinite() {
        for (double value : m) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no coefficient differs from the identity's by more than {@code tolerance}. */
    boolean isIdentity(double tolerance) {
        for (int i = 0; i < 9; i++) {
            if (Math.abs(m[i] - (i % 4 == 0 ? 1 : 0)) > tolerance) {
                return false;
            }
        }
        return true;
    }
}
