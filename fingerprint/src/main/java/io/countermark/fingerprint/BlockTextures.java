package io.countermark.fingerprint;

/** Means, deviations and correlations of the luma of blocks. */
final class BlockTextures {

    private final byte[] luma;
    private final int width;
    private final int height;
    private final BlockGrid grid;
    private final double[] deviation;

    BlockTextures(byte[] luma, int width, int height, BlockGrid grid) {
        this.luma = luma;
        this.width = width;
        this.height = height;
        this.grid = grid;
        this.deviation = new double[grid.count()];
        for (int block = 0; block < deviation.length; block++) {
            deviation[block] = deviation(block);
        }
    }

    /** Standard deviation in the block, in gray levels. */
    double deviationOf(int block) {
        return deviation[block];
    }

    private double deviation(int block) {
        long sum = 0;
        long squares = 0;
        int side = grid.side();
        for (int y = grid.top(block); y < grid.top(block) + side; y++) {
            for (int x = grid.left(block), i = y * width + x, end = i + side; i < end; i++) {
                int value = luma[i] & 0xff;
                sum += value;
                squares += (long) value * value;
            }
        }
        double n = (double) side * side;
        return Math.sqrt(Math.max(0, squares / n - sum / n * (sum / n)));
    }

    /** Energy of the second differences over the variance, summed over blocks: how fine the texture is, whatever its contrast. */
    double sharpness(int[] blocks) {
        double fine = 0;
        double all = 1e-9;
        for (int block : blocks) {
            int top = Math.max(1, grid.top(block));
            int left = Math.max(1, grid.left(block));
            int bottom = Math.min(height - 1, grid.top(block) + grid.side());
            int right = Math.min(width - 1, grid.left(block) + grid.side());
            for (int y = top; y < bottom; y++) {
                for (int x = left, i = y * width + x; x < right; x++, i++) {
                    int second = 4 * (luma[i] & 0xff)
                            - (luma[i - 1] & 0xff)
                            - (luma[i + 1] & 0xff)
                            - (luma[i - width] & 0xff)
                            - (luma[i + width] & 0xff);
                    fine += (double) second * second;
                }
            }
            all += deviation[block] * deviation[block] * grid.side() * grid.side();
        }
        return fine / all;
    }

    /**
     * The best normalised correlation of a block with the other picture at shifts of -{@code reach}, 0 and {@code reach} pixels; its
     * sign is kept, so that an inverted picture gives -1.
     */
    double correlation(int block, BlockTextures other, int reach) {
        double best = 0;
        for (int dy = -reach; dy <= reach; dy += reach) {
            for (int dx = -reach; dx <= reach; dx += reach) {
                double r = correlationAt(block, other, dx, dy);
                if (Math.abs(r) > Math.abs(best)) {
                    best = r;
                }
            }
        }
        return best;
    }

    private double correlationAt(int block, BlockTextures other, int dx, int dy) {
        int side = grid.side();
        int left = grid.left(block);
        int top = grid.top(block);
        if (left + dx < 0 || top + dy < 0 || left + dx + side > width || top + dy + side > height) {
            return 0;
        }
        int sumA = 0;
        int sumB = 0;
        int squaresB = 0;
        int products = 0;
        for (int y = 0; y < side; y++) {
            int i = (top + y) * width + left;
            int j = (top + y + dy) * width + left + dx;
            for (int x = 0; x < side; x++) {
                int a = luma[i + x] & 0xff;
                int b = other.luma[j + x] & 0xff;
                sumA += a;
                sumB += b;
                squaresB += b * b;
                products += a * b;
            }
        }
        double n = (double) side * side;
        double meanB = sumB / n;
        double varianceB = Math.max(0, squaresB / n - meanB * meanB);
        double covariance = products / n - sumA / n * meanB;
        return covariance / (deviation[block] * Math.sqrt(varianceB) + 1e-2);
    }
}
