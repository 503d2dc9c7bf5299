package io.countermark.fingerprint;

import io.countermark.fingerprint.DenseEvidence.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Explains pixels that differ from what the original and the colour rule predict: was something laid over the copy, or is the content
 * another? Looked at by pixels, so that what shows between the strokes of a text still counts.
 *
 * <p>What is laid over a picture brings its own edge and cuts what is below it: along the outline of the differing pixels the suspect
 * has a step where the original has none. Where content was exchanged the outline shows steps of both, those that came and those that
 * went; where a part was recoloured the step is in both pictures, and the texture inside is still there. So a patch is explained when
 * most of its outline is new, hardly any of it is lost, and the original's texture inside is gone. It follows that the explanation is not
 * symmetric: a picture with a badge is explained as a copy of the one without, and not the other way round.
 */
final class Covering {

    /** Beyond what a shift of {@link #REACH} pixels explains, in gray levels of the worst channel. */
    private static final int DIFFERS = 24;

    private static final int REACH = 2;
    /** Against noise and the edges of JPEG blocks, in pixels. */
    private static final double SMOOTHING = 1;
    /** Smaller patches are noise, in pixels. */
    private static final int MIN_PIXELS = 12;
    /** Least contrast of a step, in gray levels. */
    private static final int STEP = 16;
    /** A step is only one picture's when the other's is below this share of it. */
    private static final double ABSENT = 0.6;
    /** Share of the outline that must be new, and how many times what was lost. */
    private static final double NEW_OUTLINE = 0.5;

    private static final double NEW_TO_LOST = 3;
    /** Deviation of the original below a patch under which nothing can be told of its texture. */
    private static final double FLAT = 4;
    /** Correlation inside the patch from which the texture is still there. */
    private static final double RETAINED = 0.5;
    /** A patch over an even place may take this share of the picture; a larger one may be a part in another colour. */
    private static final double MAX_FLAT_SHARE = 0.01;
    /** Or be this narrow, as strokes are: pixels for one of its outline. */
    private static final double STROKE = 5;
    /** Share of a patch from which a colour is one of its paints, and how far one paint strays, in gray levels. */
    private static final double PAINT_SHARE = 0.08;

    private static final int PAINT_WITHIN = 8;
    /** Shadows of what was laid over, in pixels. */
    private static final int FRINGE = 3;

    /** Share of a block, and of what is laid over in it, from which other differing pixels speak against. */
    private static final double UNEXPLAINED = 0.04;

    private static final double MIXED = 0.25;
    /** Share of the outlines in one place that came, and that went, from which content was exchanged. */
    private static final double EXCHANGED = 0.2;

    private static final int[] STEP_X = {-1, 1, 0, 0};
    private static final int[] STEP_Y = {0, 0, -1, 1};
    /** Share of a patch on the ground around the product from which the ground was replaced. */
    private static final double ON_GROUND = 0.85;

    private final int width;
    private final int height;
    private final byte[] predicted;
    private final byte[] suspect;
    private final boolean[] visible;
    private final boolean[] differs;
    private final boolean[] explained;
    private final boolean[] ground;
    private final boolean[] seen;
    /** For each pixel of an unexplained patch 1 and more: its number. */
    private final int[] patchOf;

    private final List<Outline> outlines = new ArrayList<>();
    private int regarded;

    /** Steps along the outline of a patch: all, those that came, those that went; and its size in pixels. */
    private record Outline(int length, int came, int went, int size) {

        boolean isNew() {
            return came >= NEW_OUTLINE * length && came >= NEW_TO_LOST * went;
        }
    }

    private Covering(
            AlignedPair pair, ColourMap colours, double blur, BlockGrid grid, State[] states, boolean[] ground) {
        this.width = pair.width();
        this.height = pair.height();
        this.patchOf = new int[width * height];
        this.visible = new boolean[width * height];
        this.differs = new boolean[width * height];
        this.explained = new boolean[width * height];
        this.ground = new boolean[width * height];
        this.seen = new boolean[width * height];
        byte[] mapped = mapped(pair.original(), colours);
        try (Mat below = mat(mapped);
                Mat above = mat(pair.suspect());
                Mat least = new Mat();
                Mat most = new Mat();
                Size around = new Size(2 * REACH + 1, 2 * REACH + 1);
                Mat kernel = opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_RECT, around)) {
            smooth(below, Math.hypot(SMOOTHING, blur));
            smooth(above, SMOOTHING);
            opencv_imgproc.erode(below, least, kernel);
            opencv_imgproc.dilate(below, most, kernel);
            this.predicted = bytes(below);
            this.suspect = bytes(above);
            compare(bytes(least), bytes(most), grid, states, ground);
        }
    }

    /** @param ground blocks of the original's even ground */
    static Covering of(
            AlignedPair pair, ColourMap colours, double blur, BlockGrid grid, State[] states, boolean[] ground) {
        Covering covering = new Covering(pair, colours, blur, grid, states, ground);
        List<int[]> patches = new ArrayList<>();
        for (int pixel = 0; pixel < covering.differs.length; pixel++) {
            if (covering.differs[pixel] && !covering.seen[pixel]) {
                patches.add(covering.patch(pixel, covering.differs));
            }
        }
        covering.number(patches);
        covering.paintOut(patches);
        Arrays.fill(covering.seen, false);
        for (int[] patch : patches) {
            if (!covering.seen[patch[0]]) {
                covering.explain(covering.patch(patch[0], covering.differs));
            }
        }
        return covering;
    }

    /**
     * Where paint happens to have the colour of what it covers, as along every edge below it, nothing differs: a patch grows over what
     * hangs together with it in one of its main colours.
     */
    private void paintOut(List<int[]> patches) {
        boolean[] grown = new boolean[differs.length];
        for (int[] patch : patches) {
            if (patch.length < MIN_PIXELS) {
                continue;
            }
            double[][] paints = paints(patch);
            ArrayDeque<Integer> open = new ArrayDeque<>();
            for (int pixel : patch) {
                if (painted(pixel, paints)) {
                    open.add(pixel);
                }
            }
            while (!open.isEmpty()) {
                int pixel = open.remove();
                for (int side = 0; side < 4; side++) {
                    int next = shifted(pixel, STEP_X[side], STEP_Y[side]);
                    if (next >= 0 && visible[next] && !differs[next] && !grown[next] && painted(next, paints)) {
                        grown[next] = true;
                        open.add(next);
                    }
                }
            }
        }
        for (int pixel = 0; pixel < grown.length; pixel++) {
            differs[pixel] |= grown[pixel];
        }
    }

    /** The colours that each take a good share of a patch. */
    private double[][] paints(int[] patch) {
        int[] counts = new int[1 << 12];
        double[][] sums = new double[1 << 12][];
        for (int pixel : patch) {
            int bin = 0;
            for (int i = 3 * pixel; i < 3 * pixel + 3; i++) {
                bin = bin << 4 | (suspect[i] & 0xff) >> 4;
            }
            counts[bin]++;
            double[] sum = sums[bin];
            if (sum == null) {
                sum = new double[3];
                sums[bin] = sum;
            }
            for (int channel = 0; channel < 3; channel++) {
                sum[channel] += suspect[3 * pixel + channel] & 0xff;
            }
        }
        return IntStream.range(0, counts.length)
                .filter(bin -> counts[bin] >= PAINT_SHARE * patch.length)
                .mapToObj(bin ->
                        Arrays.stream(sums[bin]).map(sum -> sum / counts[bin]).toArray())
                .toArray(double[][]::new);
    }

    private boolean painted(int pixel, double[][] paints) {
        for (double[] paint : paints) {
            boolean near = true;
            for (int channel = 0; channel < 3; channel++) {
                near &= Math.abs((suspect[3 * pixel + channel] & 0xff) - paint[channel]) <= PAINT_WITHIN;
            }
            if (near) {
                return true;
            }
        }
        return false;
    }

    private void compare(byte[] least, byte[] most, BlockGrid grid, State[] states, boolean[] groundBlocks) {
        int side = grid.side();
        for (int block = 0; block < states.length; block++) {
            if (states[block] == State.HIDDEN) {
                continue;
            }
            regarded += side * side;
            for (int y = grid.top(block); y < grid.top(block) + side; y++) {
                for (int x = grid.left(block); x < grid.left(block) + side; x++) {
                    int pixel = y * width + x;
                    visible[pixel] = true;
                    ground[pixel] = groundBlocks[block];
                    int off = 0;
                    for (int i = 3 * pixel; i < 3 * pixel + 3; i++) {
                        int value = suspect[i] & 0xff;
                        off = Math.max(off, Math.max((least[i] & 0xff) - value, value - (most[i] & 0xff)));
                    }
                    differs[pixel] = off > DIFFERS;
                }
            }
        }
    }

    /** The differing pixels that hang together with one. */
    private int[] patch(int start, boolean[] member) {
        ArrayDeque<Integer> open = new ArrayDeque<>();
        int[] patch = new int[64];
        int count = 0;
        open.add(start);
        seen[start] = true;
        while (!open.isEmpty()) {
            int pixel = open.remove();
            patch = count == patch.length ? Arrays.copyOf(patch, 2 * count) : patch;
            patch[count++] = pixel;
            int px = pixel % width;
            int py = pixel / width;
            for (int y = Math.max(0, py - 1); y <= Math.min(height - 1, py + 1); y++) {
                for (int x = Math.max(0, px - 1); x <= Math.min(width - 1, px + 1); x++) {
                    int next = y * width + x;
                    if (member[next] && !seen[next]) {
                        seen[next] = true;
                        open.add(next);
                    }
                }
            }
        }
        return Arrays.copyOf(patch, count);
    }

    private void explain(int[] patch) {
        if (patch.length < MIN_PIXELS) {
            return;
        }
        Outline outline = outline(patch);
        if (onGround(patch) >= ON_GROUND || (outline.isNew() && opaque(patch, outline))) {
            for (int pixel : patch) {
                explained[pixel] = true;
            }
        }
    }

    /** Remembers the patches as they were before they grew. */
    private void number(List<int[]> patches) {
        for (int[] patch : patches) {
            if (patch.length >= MIN_PIXELS && onGround(patch) < ON_GROUND) {
                outlines.add(outline(patch));
                for (int pixel : patch) {
                    patchOf[pixel] = outlines.size();
                }
            }
        }
    }

    private double onGround(int[] patch) {
        int onGround = 0;
        for (int pixel : patch) {
            onGround += ground[pixel] ? 1 : 0;
        }
        return onGround / (double) patch.length;
    }

    /** Whether the patch is as narrow as strokes, or the original's texture is gone below it. */
    private boolean opaque(int[] patch, Outline outline) {
        if (patch.length <= STROKE * outline.length()) {
            return true;
        }
        double sumA = 0;
        double sumB = 0;
        double squaresA = 0;
        double squaresB = 0;
        double products = 0;
        for (int pixel : patch) {
            double a = luma(predicted, pixel);
            double b = luma(suspect, pixel);
            sumA += a;
            sumB += b;
            squaresA += a * a;
            squaresB += b * b;
            products += a * b;
        }
        double n = patch.length;
        double varianceA = Math.max(0, squaresA / n - sumA / n * (sumA / n));
        double varianceB = Math.max(0, squaresB / n - sumB / n * (sumB / n));
        if (varianceA < FLAT * FLAT) {
            return n <= MAX_FLAT_SHARE * regarded;
        }
        double covariance = products / n - sumA / n * (sumB / n);
        return Math.abs(covariance) < RETAINED * Math.sqrt(varianceA * varianceB) + 1e-9;
    }

    private Outline outline(int[] patch) {
        int outline = 0;
        int came = 0;
        int went = 0;
        for (int pixel : patch) {
            for (int side = 0; side < 4; side++) {
                int outside = shifted(pixel, STEP_X[side], STEP_Y[side]);
                if (outside < 0 || differs[outside]) {
                    continue;
                }
                int in = shifted(pixel, -STEP_X[side], -STEP_Y[side]);
                int out = shifted(outside, 2 * STEP_X[side], 2 * STEP_Y[side]);
                in = in < 0 || !differs[in] ? pixel : in;
                out = out < 0 || differs[out] ? outside : out;
                int above = contrast(suspect, in, out);
                int below = contrast(predicted, in, out);
                outline++;
                came += above >= STEP && below < Math.min(STEP, ABSENT * above) ? 1 : 0;
                went += below >= STEP && above < Math.min(STEP, ABSENT * below) ? 1 : 0;
            }
        }
        return new Outline(outline, came, went, patch.length);
    }

    /** The pixel beside, or -1 outside the frame. */
    private int shifted(int pixel, int dx, int dy) {
        int x = pixel % width + dx;
        int y = pixel / width + dy;
        return x < 0 || y < 0 || x >= width || y >= height ? -1 : y * width + x;
    }

    /**
     * Size of the largest place with exchanged content as a share of the picture, 0 to 1: patches close together along whose outlines steps
     * of both pictures are missing in the other, as when one word stands where another was.
     */
    double exchanged(BlockGrid grid) {
        boolean[] changed = new boolean[grid.count()];
        for (int block = 0; block < changed.length; block++) {
            changed[block] = pixels(grid, block).anyMatch(pixel -> patchOf[pixel] > 0);
        }
        double largest = 0;
        for (List<Integer> place : grid.components(block -> changed[block])) {
            int length = 0;
            int came = 0;
            int went = 0;
            int size = 0;
            int[] pixels = place.stream()
                    .flatMapToInt(block -> pixels(grid, block))
                    .filter(pixel -> patchOf[pixel] > 0)
                    .toArray();
            int[] covered = new int[outlines.size()];
            int[] all = new int[outlines.size()];
            for (int pixel : pixels) {
                all[patchOf[pixel] - 1]++;
                covered[patchOf[pixel] - 1] += explained[pixel] ? 1 : 0;
            }
            for (int number = 0; number < all.length; number++) {
                if (all[number] > 0) {
                    Outline outline = outlines.get(number);
                    boolean laidOver = 2 * covered[number] > all[number];
                    length += outline.length();
                    came += outline.came();
                    went += laidOver ? 0 : outline.went();
                    size += outline.size();
                }
            }
            if (came >= EXCHANGED * length && went >= EXCHANGED * length) {
                largest = Math.max(largest, size / (double) regarded);
            }
        }
        return largest;
    }

    private IntStream pixels(BlockGrid grid, int block) {
        int side = grid.side();
        return IntStream.range(0, side * side)
                .map(i -> (grid.top(block) + i / side) * width + grid.left(block) + i % side);
    }

    /**
     * For each block the share of its pixels that something was laid over or whose ground was replaced, 0 to 1; negative where other
     * pixels differ too.
     */
    double[] shares(BlockGrid grid) {
        boolean[] fringed = fringed();
        double[] shares = new double[grid.count()];
        int side = grid.side();
        for (int block = 0; block < shares.length; block++) {
            int covered = 0;
            int unexplained = 0;
            for (int y = grid.top(block); y < grid.top(block) + side; y++) {
                for (int x = grid.left(block); x < grid.left(block) + side; x++) {
                    int pixel = y * width + x;
                    covered += fringed[pixel] ? 1 : 0;
                    unexplained += differs[pixel] && !fringed[pixel] ? 1 : 0;
                }
            }
            boolean mixed = unexplained > UNEXPLAINED * side * side && unexplained > MIXED * covered;
            shares[block] = (mixed ? -1.0 : 1.0) * covered / (side * side);
        }
        return shares;
    }

    private boolean[] fringed() {
        boolean[] fringed = explained.clone();
        for (int pixel = 0; pixel < explained.length; pixel++) {
            if (explained[pixel]) {
                int px = pixel % width;
                int py = pixel / width;
                for (int y = Math.max(0, py - FRINGE); y <= Math.min(height - 1, py + FRINGE); y++) {
                    int from = y * width + Math.max(0, px - FRINGE);
                    Arrays.fill(fringed, from, y * width + Math.min(width, px + FRINGE + 1), true);
                }
            }
        }
        return fringed;
    }

    private static int contrast(byte[] bgr, int a, int b) {
        int contrast = 0;
        for (int channel = 0; channel < 3; channel++) {
            contrast = Math.max(contrast, Math.abs((bgr[3 * a + channel] & 0xff) - (bgr[3 * b + channel] & 0xff)));
        }
        return contrast;
    }

    private static double luma(byte[] bgr, int pixel) {
        return 0.114 * (bgr[3 * pixel] & 0xff)
                + 0.587 * (bgr[3 * pixel + 1] & 0xff)
                + 0.299 * (bgr[3 * pixel + 2] & 0xff);
    }

    private static byte[] mapped(byte[] original, ColourMap colours) {
        if (colours.kind() == ColourMap.Kind.IDENTITY) {
            return original;
        }
        byte[] mapped = new byte[original.length];
        double[] bgr = new double[3];
        for (int i = 0; i < original.length; i += 3) {
            bgr[0] = original[i] & 0xff;
            bgr[1] = original[i + 1] & 0xff;
            bgr[2] = original[i + 2] & 0xff;
            double[] made = colours.apply(bgr);
            mapped[i] = (byte) Math.round(made[0]);
            mapped[i + 1] = (byte) Math.round(made[1]);
            mapped[i + 2] = (byte) Math.round(made[2]);
        }
        return mapped;
    }

    private Mat mat(byte[] bgr) {
        Mat mat = new Mat(height, width, opencv_core.CV_8UC3);
        mat.data().put(bgr);
        return mat;
    }

    private static void smooth(Mat bgr, double sigma) {
        try (Size kernel = new Size(0, 0)) {
            opencv_imgproc.GaussianBlur(
                    bgr, bgr, kernel, sigma, 0, opencv_core.BORDER_DEFAULT, opencv_core.ALGO_HINT_DEFAULT);
        }
    }

    private static byte[] bytes(Mat mat) {
        byte[] bytes = new byte[mat.rows() * mat.cols() * mat.channels()];
        mat.data().get(bytes);
        return bytes;
    }
}
