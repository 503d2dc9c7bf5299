package io.countermark.bench.imaging;

import io.countermark.bench.imaging.Contest.Result;
import io.countermark.bench.imaging.Contest.Way;
import io.countermark.cli.Benchmark;
import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.ImageDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decoding JPEG photos of 1, 4 and 12 megapixels: {@link ImageDecoder} with all its checks, OpenCV's {@code imdecode} alone
 * on bytes that lie in native memory already, and the JDK's ImageIO. The bound is 0.9 of OpenCV at every size.
 */
public final class DecodeBenchmark implements Benchmark {

    private static final double BOUND = 0.9;
    private static final int[][] SIZES = {{1155, 866}, {2309, 1732}, {4000, 3000}};
    private static final String OURS = "countermark";
    private static final String OPENCV = "opencv";
    private static final String REDUCED = "countermark 1/8";
    private static final String IMAGEIO = "imageio";

    /** @param file a JPEG of {@code megapixels} */
    private record Photo(double megapixels, byte[] file) {}

    @Override
    public String name() {
        return "imaging";
    }

    @Override
    public String summary() {
        return "decode JPEG photos of 1, 4 and 12 MP beside OpenCV and ImageIO; --photos DIR, --json";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        boolean json = arguments.contains("--json");
        int at = arguments.indexOf("--photos");
        int known = (json ? 1 : 0) + (at >= 0 ? 2 : 0);
        if (arguments.size() != known || (at >= 0 && at == arguments.size() - 1)) {
            System.err.println("Usage: countermark bench imaging [--photos DIR] [--json]");
            return 2;
        }
        Optional<Path> photos = at < 0 ? Optional.empty() : Optional.of(Path.of(arguments.get(at + 1)));
        if (photos.isPresent() && !Files.isDirectory(photos.get())) {
            System.err.println("There is no folder " + photos.get());
            return 2;
        }
        return run(photos, json, out) ? 0 : 1;
    }

    private static boolean run(Optional<Path> photos, boolean json, PrintStream out) {
        if (!json) {
            out.println(environment(photos));
            out.printf(
                    "%5s  %7s  %14s  %12s  %12s  %16s  %10s  %10s%n",
                    "MP", "KiB", "countermark", "OpenCV", "ImageIO", "1/8 (all MP/s)", "/ OpenCV", "/ ImageIO");
        }
        boolean held = true;
        for (int[] size : SIZES) {
            Photo photo = new Photo(size[0] * size[1] / 1e6, Mosaic.jpeg(photos, size[0], size[1]));
            Result result = contest(photo);
            held &= result.ratio(OURS, OPENCV) >= BOUND;
            out.println(json ? json(photo, result) : row(photo, result));
        }
        if (!json) {
            out.printf("Bound: at least %.1f of OpenCV at every size: %s%n", BOUND, held ? "held" : "MISSED");
        }
        return held;
    }

    private static Result contest(Photo photo) {
        ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);
        // About a second and a half of OpenCV's own work for each size.
        int rounds = Math.clamp(Math.round(400 / photo.megapixels()), 30, 300);
        try (BytePointer bytes = new BytePointer(photo.file());
                Mat buffer = new Mat(1, photo.file().length, opencv_core.CV_8UC1, bytes)) {
            List<Way> ways = List.of(
                    new Way(OURS, () -> decoder.decode(photo.file()).close()),
                    new Way(
                            OPENCV,
                            () -> opencv_imgcodecs
                                    .imdecode(buffer, opencv_imgcodecs.IMREAD_UNCHANGED)
                                    .close()),
                    new Way(
                            REDUCED,
                            () -> decoder.decodeReduced(photo.file(), 1).close()),
                    new Way(IMAGEIO, () -> readByImageIo(photo.file())));
            return Contest.run(ways, 1 + rounds / 5, rounds);
        }
    }

    private static void readByImageIo(byte[] file) {
        try {
            if (ImageIO.read(new ByteArrayInputStream(file)) == null) {
                throw new IllegalStateException("ImageIO has no reader for JPEG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(Photo photo, Result result) {
        return "%5.1f  %7d  %14.0f  %12.0f  %12.0f  %16.0f  %10.3f  %10.2f"
                .formatted(
                        photo.megapixels(),
                        photo.file().length >> 10,
                        speed(photo, result, OURS),
                        speed(photo, result, OPENCV),
                        speed(photo, result, IMAGEIO),
                        speed(photo, result, REDUCED),
                        result.ratio(OURS, OPENCV),
                        result.ratio(OURS, IMAGEIO));
    }

    private static String json(Photo photo, Result result) {
        return String.format(
                Locale.ROOT,
                "{\"benchmark\":\"imaging\",\"megapixels\":%.1f,\"bytes\":%d,\"countermarkMPs\":%.1f,\"opencvMPs\":%.1f,"
                        + "\"imageioMPs\":%.1f,\"reducedMPs\":%.1f,\"ratioOpencv\":%.3f,\"ratioImageio\":%.3f,\"cores\":%d}",
                photo.megapixels(),
                photo.file().length,
                speed(photo, result, OURS),
                speed(photo, result, OPENCV),
                speed(photo, result, IMAGEIO),
                speed(photo, result, REDUCED),
                result.ratio(OURS, OPENCV),
                result.ratio(OURS, IMAGEIO),
                Runtime.getRuntime().availableProcessors());
    }

    private static double speed(Photo photo, Result result, String way) {
        return photo.megapixels() * 1e9 / result.medianNanos()[result.names().indexOf(way)];
    }

    private static String environment(Optional<Path> photos) {
        return "Decoding JPEG, megapixels a second of processor time, median of interleaved rounds. %d cores, %s %s, JDK %s, OpenCV %s, photos: %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version(),
                        opencv_core.getVersionString().getString(),
                        photos.map(Path::toString).orElse("drawn"));
    }
}
