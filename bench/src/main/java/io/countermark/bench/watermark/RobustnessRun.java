package io.countermark.bench.watermark;

import io.countermark.imaging.Picture;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkKey;
import io.countermark.watermark.MarkReader;
import io.countermark.watermark.MarkReading;
import io.countermark.watermark.MarkRefusedException;
import io.countermark.watermark.MarkWriter;
import io.countermark.watermark.MarkedPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Marks photos, attacks them, reads them and counts. */
final class RobustnessRun {

    /**
     * @param heldOutFraction of all photos
     * @param heldOut         whether that part is used, or the other
     * @param count           photos at most
     * @param prefixes        of the rows' names
     * @param blind           whether to read without the original
     * @param informed        whether to read with it
     * @param unmarked        unmarked photos to read
     * @param psnr            of the marked area, 0 for the writer's own choice
     * @param threads         photos at the same time
     * @param seed            of everything random
     */
    record Settings(
            double heldOutFraction,
            boolean heldOut,
            int count,
            List<String> prefixes,
            boolean blind,
            boolean informed,
            int unmarked,
            double psnr,
            int threads,
            long seed) {}

    private final Settings settings;
    private final List<Path> photos;
    private final List<Attack> attacks;
    private final MarkWriter writer;
    private final MarkReader reader;
    private final RunTally tally;

    RobustnessRun(Settings settings, Path folder) {
        this.settings = settings;
        this.photos = PhotoSet.choose(folder, settings.heldOutFraction, settings.heldOut, settings.count)
                .photos();
        this.attacks = AttackSuite.all().stream()
                .filter(attack -> settings.prefixes.stream().anyMatch(attack.name()::startsWith))
                .toList();
        byte[] secret = new byte[MarkKey.LENGTH];
        Arrays.fill(secret, (byte) settings.seed);
        MarkKey key = MarkKey.of(secret).derive("bench");
        this.writer = settings.psnr > 0 ? new MarkWriter(key, settings.psnr) : new MarkWriter(key);
        this.reader = new MarkReader(key);
        this.tally = new RunTally(attacks);
    }

    void go() {
        try (ExecutorService pool = Executors.newFixedThreadPool(settings.threads)) {
            for (Path photo : photos) {
                pool.execute(() -> photo(photo));
            }
            List<Path> others = new ArrayList<>(photos.subList(0, Math.min(settings.unmarked, photos.size())));
            for (Path photo : others) {
                pool.execute(() -> unmarked(photo));
            }
            pool.shutdown();
            if (!pool.awaitTermination(1, TimeUnit.DAYS)) {
                throw new IllegalStateException("A day was not enough");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void photo(Path photo) {
        SplittableRandom random = new SplittableRandom(
                settings.seed * 1_000_003 + photo.getFileName().hashCode());
        MarkId id = new MarkId(random.nextLong());
        try (Picture original = read(photo)) {
            long start = System.nanoTime();
            try (MarkedPicture marked = writer.mark(original, id)) {
                tally.embedded(marked, System.nanoTime() - start, original);
                for (Attack attack : attacks) {
                    attack(photo, attack, original, marked.picture(), id, random.split());
                }
            }
        } catch (MarkRefusedException e) {
            tally.refused(photo.getFileName() + ": " + e.reason().code());
        }
        System.err.println("done " + photo.getFileName());
    }

    private static Picture read(Path photo) {
        Mat mat = opencv_imgcodecs.imread(photo.toString(), opencv_imgcodecs.IMREAD_COLOR);
        return Picture.adopt(mat);
    }

    private void attack(
            Path photo, Attack attack, Picture original, Picture marked, MarkId id, SplittableRandom random) {
        try (Picture suspect = attacked(attack, marked, random)) {
            if (settings.blind) {
                long start = System.nanoTime();
                MarkReading reading = reader.readBlind(suspect);
                tally.blind(photo, attack, reading, id, System.nanoTime() - start);
            }
            if (settings.informed) {
                long start = System.nanoTime();
                MarkReading reading = reader.readInformed(suspect, original);
                tally.informed(photo, attack, reading, id, System.nanoTime() - start);
            }
        }
    }

    private static Picture attacked(Attack attack, Picture marked, SplittableRandom random) {
        Picture copy;
        byte[] samples;
        int width;
        int height;
        try (PointerScope scope = new PointerScope()) {
            Mat out = attack.step().apply(marked.mat().clone(), random);
            width = out.cols();
            height = out.rows();
            samples = new byte[width * height * 3];
            (out.isContinuous() ? out : out.clone())
                    .<java.nio.ByteBuffer>createBuffer()
                    .get(samples);
        }
        copy = Picture.of(width, height, io.countermark.imaging.PixelFormat.BGR8, samples);
        return copy;
    }

    private void unmarked(Path photo) {
        try (Picture original = read(photo)) {
            long start = System.nanoTime();
            tally.unmarked(reader.readBlind(original), System.nanoTime() - start);
        }
    }

    int wrongIds() {
        return tally.wrongIds();
    }

    String markdown() {
        return tally.markdown(settings, photos.size());
    }
}
