package io.countermark.watermark;

/** The 128 x 128 inverse discrete Fourier transform that tile synthesis and the translation search need; radix 2, in place. */
final class Fourier {

    private static final int SIDE = Constellation.TILE;
    private static final int LOG = 7;
    private static final float[] COS = new float[SIDE / 2];
    private static final float[] SIN = new float[SIDE / 2];

    static {
        for (int i = 0; i < SIDE / 2; i++) {
            COS[i] = (float) StrictMath.cos(2 * Math.PI * i / SIDE);
            SIN[i] = (float) StrictMath.sin(2 * Math.PI * i / SIDE);
        }
    }

    private Fourier() {}

    /**
     * {@code out[y][x] = sum over harmonics of F[ky][kx] e^(2 pi i (ky y + kx x) / 128)}, not scaled; rows of {@code F} that are all
     * zero cost nothing.
     */
    static void inverse(float[] re, float[] im) {
        for (int row = 0; row < SIDE; row++) {
            if (!isZero(re, im, row * SIDE)) {
                line(re, im, row * SIDE, 1);
            }
        }
        for (int column = 0; column < SIDE; column++) {
            line(re, im, column, SIDE);
        }
    }

    private static boolean isZero(float[] re, float[] im, int from) {
        for (int i = from; i < from + SIDE; i++) {
            if (re[i] != 0 || im[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static void line(float[] re, float[] im, int offset, int stride) {
        float[] a = new float[SIDE];
        float[] b = new float[SIDE];
        for (int i = 0; i < SIDE; i++) {
            int from = offset + (Integer.reverse(i) >>> (32 - LOG)) * stride;
            a[i] = re[from];
            b[i] = im[from];
        }
        for (int half = 1; half < SIDE; half *= 2) {
            int step = SIDE / (2 * half);
            for (int block = 0; block < SIDE; block += 2 * half) {
                for (int i = 0; i < half; i++) {
                    float c = COS[i * step];
                    float s = SIN[i * step];
                    int p = block + i;
                    int q = p + half;
                    float x = a[q] * c - b[q] * s;
                    float y = a[q] * s + b[q] * c;
                    a[q] = a[p] - x;
                    b[q] = b[p] - y;
                    a[p] += x;
                    b[p] += y;
                }
            }
        }
        for (int i = 0; i < SIDE; i++) {
            re[offset + i * stride] = a[i];
            im[offset + i * stride] = b[i];
        }
    }
}
