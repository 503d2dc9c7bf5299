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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Readings that must find nothing: pictures without a mark, and with marks of keys that are not the reader's. */
final class Strangers {

    /** Of what picture and how it is read. */
    enum Kind {
        UNMARKED,
        OTHER_KEY,
        OTHER_TENANT,
        UNMARKED_INFORMED,
        OTHER_TENANT_INFORMED;

        boolean informed() {
            return this == UNMARKED_INFORMED || this == OTHER_TENANT_INFORMED;
        }
    }

    private static final double PSNR = 42;
    private static final int ISSUED = 1000;

    private final MarkReader reader;
    private final MarkWriter otherKey;
    private final MarkWriter otherTenant;
    /** Readings and, as right, those that rightly found nothing. */
    final Map<Kind, Recovery> readings = new EnumMap<>(Kind.class);

    Strangers(MarkKey root, MarkKey own) {
        this.reader = new MarkReader(own);
        byte[] secret = new byte[MarkKey.LENGTH];
        Arrays.fill(secret, (byte) 0x5A);
        this.otherKey = new MarkWriter(MarkKey.of(secret).derive("bench"), PSNR);
        this.otherTenant = new MarkWriter(root.derive("bench", "neighbour"), PSNR);
        for (Kind kind : Kind.values()) {
            readings.put(kind, new Recovery());
        }
    }

    /** So many readings in turn of all kinds and photos; after the first round each is changed by a random chain. */
    void go(List<Path> photos, int count, long seed) {
        Kind[] kinds = Kind.values();
        for (int i = 0; i < count; i++) {
            SplittableRandom random = new SplittableRandom(seed * 7_919 + i);
            Attack.Step step = i < kinds.length * photos.size() ? (picture, own) -> picture : RandomChain.of(2);
            try (Picture original = Copies.read(photos.get(i / kinds.length % photos.size()))) {
                read(kinds[i % kinds.length], original, step, random);
            } catch (MarkRefusedException e) {
                // A photo that can't be marked is no stranger's mark.
            }
            if (i % 100 == 99) {
                System.err.println("strangers " + (i + 1));
            }
        }
    }

    private void read(Kind kind, Picture original, Attack.Step step, SplittableRandom random) {
        try (Picture suspect = suspect(kind, original, step, random)) {
            MarkReading reading;
            if (kind.informed()) {
                List<MarkId> issued = random.longs(ISSUED).mapToObj(MarkId::new).toList();
                reading = reader.readInformed(suspect, original, issued);
            } else {
                reading = reader.readBlind(suspect);
            }
            readings.computeIfAbsent(kind, any -> new Recovery()).add(true, !reading.found(), reading.confidence());
        }
    }

    private Picture suspect(Kind kind, Picture original, Attack.Step step, SplittableRandom random) {
        return switch (kind) {
            case UNMARKED, UNMARKED_INFORMED -> Copies.attacked(step, original, random);
            case OTHER_KEY -> marked(otherKey, original, step, random);
            case OTHER_TENANT, OTHER_TENANT_INFORMED -> marked(otherTenant, original, step, random);
        };
    }

    private static Picture marked(MarkWriter writer, Picture original, Attack.Step step, SplittableRandom random) {
        try (MarkedPicture marked = writer.mark(original, new MarkId(random.nextLong()))) {
            return Copies.attacked(step, marked.picture(), random);
        }
    }

    int tried() {
        return readings.values().stream().mapToInt(Recovery::tried).sum();
    }

    int found() {
        return readings.values().stream().mapToInt(Recovery::wrong).sum();
    }
}
