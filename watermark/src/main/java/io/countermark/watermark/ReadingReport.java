package io.countermark.watermark;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import io.countermark.imaging.Resizer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/**
 * Shows a proven reading to people and to programs. Like {@link MarkEvidence} it is for the mark's owner, not for whoever hands in a
 * picture.
 *
 * <p>The picture has panels of one size from left to right: the original in its frame (when there is one), the suspect registered onto
 * that frame, and the suspect in gray under the colours of its tiles, from violet (z of 0 or less) over green to red (z of {@value #HOT}
 * or more); tiles that the suspect does not reach are violet.
 */
public final class ReadingReport {

    /** Longer side of a panel at most, in pixels. */
    private static final int MOST_SIDE = 1024;

    private static final int GAP = 12;
    private static final double HOT = 10;

    private final MarkReading reading;
    private final MarkEvidence evidence;

    /** @throws IllegalArgumentException when nothing was found, since nothing can be shown then */
    public ReadingReport(MarkReading reading) {
        MarkEvidence given = reading.evidence();
        if (given == null) {
            throw new IllegalArgumentException("Only a reading that found a mark has evidence");
        }
        this.reading = reading;
        this.evidence = given;
    }

    /**
     * The panels, 8-bit colour.
     *
     * @param suspect  that was read
     * @param original that it was read with; null after a blind reading
     * @return a new picture, the caller's to close
     */
    public Picture picture(Picture suspect, @Nullable Picture original) {
        FrameView view = evidence.view();
        double scale = Math.min(1, MOST_SIDE / (double) Math.max(view.width(), view.height()));
        int width = Math.max(1, (int) Math.round(view.width() * scale));
        int height = Math.max(1, (int) Math.round(view.height() * scale));
        int sheetWidth;
        byte[] samples;
        try (PointerScope scope = new PointerScope();
                Picture colour = suspect.toBgr8()) {
            Mat registered = registered(colour.mat(), view, scale, width, height);
            List<Mat> panels = new ArrayList<>();
            if (original != null) {
                try (Picture fitted = Resizer.resize(original, width, height);
                        Picture shown = fitted.toBgr8()) {
                    panels.add(shown.mat().clone());
                }
            }
            panels.add(registered);
            panels.add(heat(registered, scale));
            Mat sheet = new Mat(
                    height, panels.size() * (width + GAP) - GAP, opencv_core.CV_8UC3, new Scalar(255, 255, 255, 0));
            for (int i = 0; i < panels.size(); i++) {
                panels.get(i).copyTo(new Mat(sheet, new Rect(i * (width + GAP), 0, width, height)));
            }
            sheetWidth = sheet.cols();
            samples = new byte[height * sheetWidth * 3];
            sheet.<ByteBuffer>createBuffer().get(samples);
        }
        // Outside of the scope, which would free the new picture's pixels.
        return Picture.of(sheetWidth, height, PixelFormat.BGR8, samples);
    }

    private static Mat registered(Mat suspect, FrameView view, double scale, int width, int height) {
        Mat homography = new Mat(3, 3, opencv_core.CV_64FC1);
        DoubleBuffer numbers = homography.createBuffer();
        for (int i = 0; i < 9; i++) {
            // A pixel of the panel is 1 / scale pixels of the frame.
            numbers.put(i, view.toSuspect().get(i) / (i % 3 == 2 ? 1 : scale));
        }
        Mat out = new Mat();
        opencv_imgproc.warpPerspective(
                suspect,
                out,
                homography,
                new Size(width, height),
                opencv_imgproc.INTER_LINEAR | opencv_imgproc.WARP_INVERSE_MAP,
                opencv_core.BORDER_CONSTANT,
                Scalar.all(128));
        return out;
    }

    private Mat heat(Mat registered, double scale) {
        TileMap tiles = evidence.tiles();
        Mat levels = new Mat(registered.rows(), registered.cols(), opencv_core.CV_8UC1, Scalar.all(0));
        double side = TileMap.SIDE * scale;
        for (int row = 0; row < tiles.rows(); row++) {
            for (int column = 0; column < tiles.columns(); column++) {
                int x = (int) Math.round(column * side);
                int y = (int) Math.round(row * side);
                int right = Math.min(levels.cols(), (int) Math.round((column + 1) * side));
                int bottom = Math.min(levels.rows(), (int) Math.round((row + 1) * side));
                if (x < right && y < bottom) {
                    double level = 255 * Math.clamp(tiles.z(column, row) / HOT, 0, 1);
                    new Mat(levels, new Rect(x, y, right - x, bottom - y)).put(Scalar.all(level));
                }
            }
        }
        Mat colours = new Mat();
        opencv_imgproc.applyColorMap(levels, colours, opencv_imgproc.COLORMAP_TURBO);
        Mat gray = new Mat();
        opencv_imgproc.cvtColor(registered, gray, opencv_imgproc.COLOR_BGR2GRAY);
        Mat ground = new Mat();
        opencv_imgproc.cvtColor(gray, ground, opencv_imgproc.COLOR_GRAY2BGR);
        Mat out = new Mat();
        opencv_core.addWeighted(ground, 0.5, colours, 0.5, 0, out);
        return out;
    }

    /**
     * For programs, in this order: id, mode, proof, others, z, falsePositiveBound, bitErrors, codedBits, alignments, inliers, overlap,
     * frame (width, height, toSuspect), tiles (side, columns, rows, z row by row).
     */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        MarkId id = reading.id();
        fields.put("id", id == null ? "" : id.toHex());
        fields.put("mode", word(reading.mode()));
        fields.put("proof", word(reading.proof()));
        fields.put("others", reading.others().stream().map(MarkId::toHex).toList());
        fields.put("z", reading.confidence());
        fields.put("falsePositiveBound", reading.falsePositiveBound());
        fields.put("bitErrors", evidence.bitErrors());
        fields.put("codedBits", evidence.codedBits());
        fields.put("alignments", evidence.alignments());
        fields.put("inliers", evidence.inliers());
        fields.put("overlap", evidence.overlap());
        FrameView view = evidence.view();
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("width", view.width());
        frame.put("height", view.height());
        frame.put("toSuspect", view.toSuspect());
        fields.put("frame", frame);
        fields.put("tiles", tiles());
        return fields;
    }

    private Map<String, Object> tiles() {
        TileMap map = evidence.tiles();
        List<Double> z = new ArrayList<>();
        for (int row = 0; row < map.rows(); row++) {
            for (int column = 0; column < map.columns(); column++) {
                z.add(map.z(column, row));
            }
        }
        Map<String, Object> tiles = new LinkedHashMap<>();
        tiles.put("side", TileMap.SIDE);
        tiles.put("columns", map.columns());
        tiles.put("rows", map.rows());
        tiles.put("z", z);
        return tiles;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
