package io.countermark.fingerprint;

/**
 * Brings luma of any size to 64 x 64: two passes of a box filter along rows and columns (together a tent, Jarosz, "Fast Image
 * Convolutions", SIGGRAPH 2001), then the sample nearest to the centre of each cell. This is the first half of PDQ, and float
 * sums are taken in the order of its reference, so that the 4,096 values are the same bits.
 *
 * <p>Where we differ: rows stream through the four passes, and the last two are kept only where they will be sampled. Memory is
 * {@code width * (height / 128 + 4)} floats instead of {@code 2 * width * height}: 2 MB instead of 400 MB for 50 megapixels.
 */
final class JaroszDownsampler {

    /** Cells a side of the result. */
    static final int SIDE = 64;

    /** Where one stage hands a row to the next; the array is reused after the call. */
    private interface RowSink {
        void accept(float[] row);
    }

    private JaroszDownsampler() {}

    /** Row-major 64 x 64. The source must be at least 1 x 1. */
    static float[] downsample(LumaRows source) {
        int width = source.width();
        int height = source.height();
        int alongRow = window(width);
        int alongColumn = window(height);
        int[] columns = centres(width);
        int[] rows = centres(height);

        float[] cells = new float[SIDE * SIDE];
        RowSampler last = new RowSampler(rows, cells);
        ColumnBox fourth = new ColumnBox(SIDE, height, alongColumn, last);
        float[] sampled = new float[SIDE];
        ColumnBox second = new ColumnBox(width, height, alongColumn, row -> {
            boxAt(row, width, alongRow, columns, sampled);
            fourth.push(sampled);
        });
        float[] luma = new float[width];
        float[] blurred = new float[width];
        for (int y = 0; y < height; y++) {
            source.read(y, luma);
            box(luma, width, alongRow, blurred);
            second.push(blurred);
        }
        second.finish();
        fourth.finish();
        return cells;
    }

    /** Half a cell, rounded up: two passes of it reach over a whole one. */
    private static int window(int length) {
        return (length + 2 * SIDE - 1) / (2 * SIDE);
    }

    private static int[] centres(int length) {
        int[] centres = new int[SIDE];
        for (int i = 0; i < SIDE; i++) {
            centres[i] = (int) (((i + 0.5) * length) / SIDE);
        }
        return centres;
    }

    /** Running mean of {@code window} neighbours, fewer at the ends. An even window reaches one further to the right. */
    private static void box(float[] in, int length, int window, float[] out) {
        int ahead = (window + 2) / 2 - 1;
        float sum = 0f;
        int count = 0;
        int write = 0;
        for (int read = 0; read < window; read++) {
            sum += in[read];
            count++;
            if (read >= ahead) {
                out[write++] = sum / count;
            }
        }
        for (int read = window; read < length; read++) {
            sum += in[read];
            sum -= in[read - window];
            out[write++] = sum / count;
        }
        for (int left = length - window; write < length; left++) {
            sum -= in[left];
            count--;
            out[write++] = sum / count;
        }
    }

    /** As {@link #box}, with the division only where a column of {@code wanted} (ascending) asks for it. */
    private static void boxAt(float[] in, int length, int window, int[] wanted, float[] out) {
        int ahead = (window + 2) / 2 - 1;
        float sum = 0f;
        int count = 0;
        int write = 0;
        int next = 0;
        for (int read = 0; read < window; read++) {
            sum += in[read];
            count++;
            if (read >= ahead) {
                next = store(wanted, next, write++, sum, count, out);
            }
        }
        for (int read = window; read < length; read++) {
            sum += in[read];
            sum -= in[read - window];
            if (next < wanted.length && wanted[next] == write) {
                next = store(wanted, next, write, sum, count, out);
            }
            write++;
        }
        for (int left = length - window; write < length; left++) {
            sum -= in[left];
            count--;
            next = store(wanted, next, write++, sum, count, out);
        }
    }

    private static int store(int[] wanted, int next, int write, float sum, int count, float[] out) {
        int index = next;
        while (index < wanted.length && wanted[index] == write) {
            out[index++] = sum / count;
        }
        return index;
    }

    /** The same box along columns, fed row by row; holds the last {@code window} rows. */
    private static final class ColumnBox {
        private final int width;
        private final int height;
        private final int window;
        private final int ahead;
        private final RowSink sink;
        private final float[][] ring;
        private final float[] sums;
        private final float[] mean;
        private int read;
        private int count;

        ColumnBox(int width, int height, int window, RowSink sink) {
            this.width = width;
            this.height = height;
            this.window = window;
            this.ahead = (window + 2) / 2 - 1;
            this.sink = sink;
            this.ring = new float[window][width];
            this.sums = new float[width];
            this.mean = new float[width];
        }

        void push(float[] row) {
            float[] slot = ring[read % window];
            if (read < window) {
                for (int x = 0; x < width; x++) {
                    sums[x] += row[x];
                }
                count++;
            } else {
                for (int x = 0; x < width; x++) {
                    float sum = sums[x] + row[x];
                    sums[x] = sum - slot[x];
                }
            }
            System.arraycopy(row, 0, slot, 0, width);
            if (read >= ahead) {
                emit();
            }
            read++;
        }

        void finish() {
            for (int left = height - window, i = 0; i < ahead; left++, i++) {
                float[] slot = ring[left % window];
                for (int x = 0; x < width; x++) {
                    sums[x] -= slot[x];
                }
                count--;
                emit();
            }
        }

        private void emit() {
            float divisor = count;
            for (int x = 0; x < width; x++) {
                mean[x] = sums[x] / divisor;
            }
            sink.accept(mean);
        }
    }

    /** Keeps the rows at the centres of the cells. */
    private static final class RowSampler implements RowSink {
        private final int[] wanted;
        private final float[] cells;
        private int y;
        private int next;

        RowSampler(int[] wanted, float[] cells) {
            this.wanted = wanted;
            this.cells = cells;
        }

        @Override
        public void accept(float[] row) {
            while (next < wanted.length && wanted[next] == y) {
                System.arraycopy(row, 0, cells, next++ * SIDE, SIDE);
            }
            y++;
        }
    }
}
