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
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Marks photos, attacks them, reads them and counts. */
final class RobustnessRun {

    private final Plan plan;
    private final List<Path> photos;
    private final List<Attack> attacks;
    private final MarkWriter writer;
    private final MarkReader reader;
    private final RunTally tally;

    RobustnessRun(Plan plan, List<Path> photos, List<Attack> attacks, MarkKey key, RunTally tally) {
        this.plan = plan;
        this.photos = photos;
        this.attacks = attacks;
        this.writer = plan.psnr() > 0 ? new MarkWriter(key, plan.psnr()) : new MarkWriter(key);
        this.reader = new MarkReader(key);
        this.tally = tally;
    }

    void go() throws InterruptedException {
        Deck deck = new Deck(attacks, plan.seed());
        try (ExecutorService pool = Executors.newFixedThreadPool(plan.threads())) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < photos.size(); i++) {
                Path photo = photos.get(i);
                List<Attack> rows = deck.deal(plan.sample());
                int place = i;
                done.add(pool.submit(() -> photo(photo, place, rows)));
                if (i < plan.collusions() && plan.informed()) {
                    done.add(pool.submit(() -> collusions(photo, place)));
                }
            }
            for (Future<?> each : done) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private SplittableRandom random(int place, int use) {
        return new SplittableRandom(plan.seed() * 1_000_003 + 31L * place + use);
    }

    /** The ids of all copies of one original. */
    private List<MarkId> issued(SplittableRandom random) {
        List<MarkId> ids = new ArrayList<>();
        for (int i = 0; i < plan.issued(); i++) {
            ids.add(new MarkId(random.nextLong()));
        }
        return ids;
    }

    private void photo(Path photo, int place, List<Attack> rows) {
        SplittableRandom random = random(place, 1);
        List<MarkId> issued = issued(random);
        MarkId id = issued.get(random.nextInt(issued.size()));
        try (Picture original = Copies.read(photo)) {
            long start = System.nanoTime();
            try (MarkedPicture marked = writer.mark(original, id)) {
                tally.embedded(marked, System.nanoTime() - start, original);
                for (Attack attack : rows) {
                    attack(photo, attack, original, marked.picture(), id, issued, random.split());
                }
            }
        } catch (MarkRefusedException e) {
            tally.refused(photo.getFileName() + ": " + e.reason().code());
        }
        System.err.printf("%d of %d: %s%n", place + 1, photos.size(), photo.getFileName());
    }

    private void attack(
            Path photo,
            Attack attack,
            Picture original,
            Picture marked,
            MarkId id,
            List<MarkId> issued,
            SplittableRandom random) {
        try (Picture suspect = Copies.attacked(attack.step(), marked, random)) {
            if (plan.blind()) {
                long start = System.nanoTime();
                MarkReading reading = reader.readBlind(suspect);
                tally.blind(photo, attack, reading, id, System.nanoTime() - start);
            }
            if (plan.informed()) {
                long start = System.nanoTime();
                MarkReading reading = reader.readInformed(suspect, original, issued);
                tally.informed(photo, attack, reading, id, System.nanoTime() - start);
            }
        }
    }

    /** Averages of two to five recipients' copies, saved as JPEG 75: right when one of them is named and nobody else. */
    private void collusions(Path photo, int place) {
        SplittableRandom random = random(place, 2);
        List<MarkId> issued = issued(random);
        List<MarkId> colluders = random.ints(0, issued.size())
                .distinct()
                .limit(Math.min(RunTally.MOST_COLLUDERS, issued.size()))
                .mapToObj(issued::get)
                .toList();
        List<Picture> copies = new ArrayList<>();
        try (Picture original = Copies.read(photo)) {
            for (MarkId colluder : colluders) {
                copies.add(writer.mark(original, colluder).picture());
            }
            for (int count = 2; count <= copies.size(); count++) {
                try (Picture mean = Copies.mean(copies.subList(0, count));
                        Picture suspect = Copies.attacked(Lossy.jpeg(75), mean, random)) {
                    tally.collusion(count, reader.readInformed(suspect, original, issued), colluders.subList(0, count));
                }
            }
        } catch (MarkRefusedException e) {
            tally.refused(photo.getFileName() + ": " + e.reason().code());
        } finally {
            copies.forEach(Picture::close);
        }
    }
}
