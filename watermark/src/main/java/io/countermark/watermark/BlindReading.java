package io.countermark.watermark;

import io.countermark.imaging.Picture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reading without the original: widening searches over one spectrum, then over windows of the picture. */
final class BlindReading {

    private static final int LONG_SIDE = 1024;
    private static final double LEAST_PLACED = 0.24;
    private static final double LEAST_CLIMBED = 0.34;

    private static final List<PilotSearch.Range> UPRIGHT =
            List.of(new PilotSearch.Range(-2, 2, 1), new PilotSearch.Range(88, 92, 1));
    private static final List<PilotSearch.Range> ANY_ANGLE = List.of(new PilotSearch.Range(-90, 90, 1));
    private static final List<PilotSearch.Range> STRETCHED = List.of(new PilotSearch.Range(-0.4, 0.4, aspects()));

    private final Constellation constellation;
    private final Demodulator demodulator;
    private final double reduction;
    private final FloatPlane white;
    private int trials;

    BlindReading(Constellation constellation, Demodulator demodulator, Picture suspect) {
        this.constellation = constellation;
        this.demodulator = demodulator;
        int longer = Math.max(suspect.width(), suspect.height());
        this.reduction = Math.min(1, LONG_SIDE / (double) longer);
        this.white =
                Whitening.of(FloatPlane.luma(suspect, (int) Math.max(1, Math.round(suspect.width() * reduction)), (int)
                        Math.max(1, Math.round(suspect.height() * reduction))));
    }

    private static double[] aspects() {
        double[] aspects = new double[73];
        for (int i = 0; i < aspects.length; i++) {
            aspects[i] = Math.exp((i - 36) * 0.01);
        }
        return aspects;
    }

    MarkReading read(ReadEffort effort) {
        Hit hit = look(white, effort);
        if (hit == null) {
            return MarkReading.nothing(MarkReading.Mode.BLIND);
        }
        Posture posture = hit.alignment.posture();
        return new MarkReading(
                hit.word.id(),
                MarkReading.Mode.BLIND,
                hit.word.z(),
                Demodulator.bound(hit.word.id().length(), hit.word.z(), trials),
                new MarkReading.Transform(
                        posture.scale() / reduction,
                        Math.IEEEremainder(Math.toDegrees(posture.angle()), 360),
                        posture.mirrored(),
                        posture.aspect()),
                MarkReading.Proof.DECODED,
                List.of(),
                evidence(hit));
    }

    private MarkEvidence evidence(Hit hit) {
        Sheet sheet = Sheet.under(hit.alignment, white.width(), white.height());
        Demodulator.Weighting weighting = demodulator.weighting(hit.harmonics);
        boolean[] word = constellation.word(hit.word.id());
        return new MarkEvidence(
                demodulator.bitErrors(demodulator.soft(hit.harmonics, weighting), word),
                PolarCode.LENGTH,
                trials,
                0,
                Math.min(1, white.width() * white.height() / (sheet.area() * sheet.pixel())),
                TileMap.of(sheet.of(white), constellation, demodulator, weighting, word),
                new FrameView(sheet.width(), sheet.height(), FrameView.scaled(sheet.toPlane(), 1 / reduction)));
    }

    private record Hit(Demodulator.Word word, PilotLock.Alignment alignment, Harmonics harmonics) {}

    private @Nullable Hit look(FloatPlane plane, ReadEffort effort) {
        HarmonicSpectrum spectrum = new HarmonicSpectrum(plane);
        PilotSearch search = new PilotSearch(constellation, spectrum);
        PilotLock lock = new PilotLock(constellation, spectrum);
        Hit hit = stage(search.search(UPRIGHT, 32), lock);
        if (hit == null && effort == ReadEffort.FULL) {
            hit = stage(search.search(ANY_ANGLE, 64), lock);
        }
        if (hit == null && effort == ReadEffort.FULL) {
            hit = stage(search.search(STRETCHED, 48), lock);
        }
        return hit;
    }

    private @Nullable Hit stage(List<Posture> postures, PilotLock lock) {
        List<PilotLock.Alignment> placed = new ArrayList<>();
        for (Posture posture : postures) {
            PilotLock.Alignment alignment = lock.place(posture);
            if (alignment.posture().score() >= LEAST_PLACED) {
                placed.add(alignment);
            }
        }
        placed.sort(Comparator.comparingDouble(
                        (PilotLock.Alignment a) -> a.posture().score())
                .reversed());
        for (PilotLock.Alignment alignment : placed.subList(0, Math.min(12, placed.size()))) {
            PilotLock.Alignment climbed = lock.climb(alignment, false);
            Hit hit = decode(climbed, lock);
            if (hit == null && climbed.posture().score() >= LEAST_CLIMBED) {
                hit = decode(lock.climb(climbed, true), lock);
            }
            if (hit != null) {
                return hit;
            }
        }
        return null;
    }

    private @Nullable Hit decode(PilotLock.Alignment alignment, PilotLock lock) {
        if (alignment.posture().score() < LEAST_CLIMBED || trials == Demodulator.MOST_TRIALS) {
            return null;
        }
        trials++;
        Harmonics harmonics = lock.harmonics(alignment);
        Demodulator.Word word = demodulator.decode(harmonics);
        return word.proven() ? new Hit(word, alignment, harmonics) : null;
    }
}
