package io.countermark.bench.watermark;

import io.countermark.imaging.Picture;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkReading;
import io.countermark.watermark.MarkedPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/** What a run found out, row by row. Thread-safe. */
final class RunTally {

    private final Map<String, Recovery> blind = new LinkedHashMap<>();
    private final Map<String, Recovery> informed = new LinkedHashMap<>();
    private final Map<String, String> misses = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Double> psnr = new ArrayList<>();
    private final List<Double> markedPsnr = new ArrayList<>();
    private final List<Double> ssim = new ArrayList<>();
    private final List<Double> white = new ArrayList<>();
    private final List<Double> margin = new ArrayList<>();
    private final List<Double> embedMillis = new ArrayList<>();
    private final List<Double> hitMillis = new ArrayList<>();
    private final List<Double> missMillis = new ArrayList<>();
    private final List<Double> informedMillis = new ArrayList<>();
    private int unmarkedRead;
    private int unmarkedFound;

    RunTally(List<Attack> attacks) {
        for (Attack attack : attacks) {
            blind.put(attack.name(), new Recovery());
            informed.put(attack.name(), new Recovery());
        }
    }

    synchronized void embedded(MarkedPicture marked, long nanos, Picture original) {
        psnr.add(marked.psnr());
        markedPsnr.add(marked.markedPsnr());
        margin.add(marked.margin());
        embedMillis.add(nanos / 1e6);
        try (PointerScope scope = new PointerScope()) {
            ssim.add(Quality.ssim(original.mat(), marked.picture().mat()));
            white.add(Quality.whiteKept(original.mat(), marked.picture().mat()));
        }
    }

    synchronized void refused(String line) {
        refused.add(line);
    }

    synchronized void blind(Path photo, Attack attack, MarkReading reading, MarkId id, long nanos) {
        (reading.found() ? hitMillis : missMillis).add(nanos / 1e6);
        count(blind, "blind", photo, attack, reading, id);
    }

    synchronized void informed(Path photo, Attack attack, MarkReading reading, MarkId id, long nanos) {
        informedMillis.add(nanos / 1e6);
        count(informed, "informed", photo, attack, reading, id);
    }

    private void count(
            Map<String, Recovery> table, String how, Path photo, Attack attack, MarkReading reading, MarkId id) {
        table.computeIfAbsent(attack.name(), name -> new Recovery())
                .add(reading.found(), id.equals(reading.id()), reading.confidence());
        if (!id.equals(reading.id())) {
            misses.merge(photo.getFileName().toString(), how + ":" + attack.name(), (a, b) -> a + " " + b);
        }
    }

    synchronized void unmarked(MarkReading reading, long nanos) {
        unmarkedRead++;
        if (reading.found()) {
            unmarkedFound++;
        }
        missMillis.add(nanos / 1e6);
    }

    synchronized int wrongIds() {
        int wrong = unmarkedFound;
        for (Recovery row : blind.values()) {
            wrong += row.wrong();
        }
        for (Recovery row : informed.values()) {
            wrong += row.wrong();
        }
        return wrong;
    }

    synchronized String markdown(RobustnessRun.Settings settings, int photos) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "# Invisible marks: %d photos, %s part%n%n",
                photos,
                settings.heldOut() ? "held-out" : "tuning"));
        quality(text);
        text.append("\n| attack | blind: right, 95 % interval, mean z | informed |\n|---|---|---|\n");
        Recovery allBlind = new Recovery();
        Recovery allInformed = new Recovery();
        blind.forEach((name, row) -> {
            Recovery other = informed.getOrDefault(name, new Recovery());
            text.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(row)
                    .append(" | ")
                    .append(other)
                    .append(" |\n");
            allBlind.add(row);
            allInformed.add(other);
        });
        text.append("| **all** | ")
                .append(allBlind)
                .append(" | ")
                .append(allInformed)
                .append(" |\n\n");
        text.append(String.format(
                Locale.ROOT,
                "Wrong ids %d; unmarked photos read %d, found %d.%n%nRefused: %s%n%nMissed by photo:%n",
                wrongIds(),
                unmarkedRead,
                unmarkedFound,
                refused));
        misses.forEach((photo, rows) ->
                text.append("- ").append(photo).append(": ").append(rows).append('\n'));
        return text.toString();
    }

    private void quality(StringBuilder text) {
        line(text, "PSNR dB", psnr);
        line(text, "marked-area PSNR dB", markedPsnr);
        line(text, "SSIM", ssim);
        line(text, "pure white kept", white);
        line(text, "margin (z above threshold)", margin);
        line(text, "embed ms", embedMillis);
        line(text, "blind hit ms", hitMillis);
        line(text, "blind miss ms", missMillis);
        line(text, "informed ms", informedMillis);
    }

    private static void line(StringBuilder text, String what, List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return;
        }
        double sum = 0;
        for (double value : sorted) {
            sum += value;
        }
        text.append(String.format(
                Locale.ROOT,
                "- %s: mean %.4g, median %.4g, min %.4g, max %.4g%n",
                what,
                sum / sorted.length,
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1]));
    }
}
