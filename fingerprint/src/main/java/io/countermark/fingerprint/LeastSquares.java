package io.countermark.fingerprint;

/** Weighted linear least squares in a few unknowns through the normal equations, with a touch of ridge so that it always solves. */
final class LeastSquares {

    private static final double RIDGE = 1e-6;

    private final int unknowns;
    private final double[][] normal;

    LeastSquares(int unknowns) {
        this.unknowns = unknowns;
        this.normal = new double[unknowns][unknowns + 1];
    }

    /** One observation: {@code target} is the sum of unknowns times {@code terms}. */
    void add(double weight, double target, double... terms) {
        for (int i = 0; i < unknowns; i++) {
            for (int j = 0; j < unknowns; j++) {
                normal[i][j] += weight * terms[i] * terms[j];
            }
            normal[i][unknowns] += weight * terms[i] * target;
        }
    }

    /** Gauss-Jordan with pivoting; the observations are used up. */
    double[] solve() {
        for (int i = 0; i < unknowns; i++) {
            normal[i][i] += RIDGE * (1 + normal[i][i]);
        }
        for (int column = 0; column < unknowns; column++) {
            int pivot = column;
            for (int row = column + 1; row < unknowns; row++) {
                if (Math.abs(normal[row][column]) > Math.abs(normal[pivot][column])) {
                    pivot = row;
                }
            }
            double[] swap = normal[pivot];
            normal[pivot] = normal[column];
            normal[column] = swap;
            for (int row = 0; row < unknowns; row++) {
                if (row != column) {
                    double factor = normal[row][column] / normal[column][column];
                    for (int k = column; k <= unknowns; k++) {
                        normal[row][k] -= factor * normal[column][k];
                    }
                }
            }
        }
        double[] solution = new double[unknowns];
        for (int i = 0; i < unknowns; i++) {
            solution[i] = normal[i][unknowns] / normal[i][i];
        }
        return solution;
    }
}
