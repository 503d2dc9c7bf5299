package io.countermark.bench.watermark;

import io.countermark.imaging.Picture;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkReading;
import io.countermark.watermark.MarkedPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;

/** What the robustness run found out, row by row. Thread-safe while it runs; read it afterwards. */
final class RunTally {

    static final int MOST_COLLUDERS = 5;

    /**
     * One attack.
     *
     * @param blind     read without the original
     * @param informed  decoded with it
     * @param recipient told among the issued copies, decoded or not
     */
    record Row(Attack attack, Recovery blind, Recovery informed, Recovery recipient) {}

    /** What marks cost pictures of one kind. */
    record Cost(Figures psnr, Figures markedPsnr, Figures ssim, Figures white, Figures margin) {
        Cost() {
            this(new Figures(), new Figures(), new Figures(), new Figures(), new Figures());
        }
    }

    final Map<String, Row> rows = new LinkedHashMap<>();
    final Map<PictureKind, Cost> costs = new EnumMap<>(PictureKind.class);
    final Cost all = new Cost();
    final Map<Integer, Recovery> collusions = new TreeMap<>();
    final Map<String, String> misses = new TreeMap<>();
    final List<String> refused = new ArrayList<>();
    final Figures embedMillis = new Figures();
    final Figures hitMillis = new Figures();
    final Figures missMillis = new Figures();
    final Figures informedMillis = new Figures();

    RunTally(List<Attack> attacks) {
        for (Attack attack : attacks) {
            rows.put(attack.name(), new Row(attack, new Recovery(), new Recovery(), new Recovery()));
        }
        for (PictureKind kind : PictureKind.values()) {
            costs.put(kind, new Cost());
        }
    }

    void embedded(MarkedPicture marked, long nanos, Picture original) {
        PictureKind kind;
        double ssim;
        double white;
        try (PointerScope scope = new PointerScope()) {
            kind = PictureKind.of(original.mat());
            ssim = Quality.ssim(original.mat(), marked.picture().mat());
            white = Quality.whiteKept(original.mat(), marked.picture().mat());
        }
        synchronized (this) {
            embedMillis.add(nanos / 1e6);
            for (Cost cost : List.of(all, costs.getOrDefault(kind, all))) {
                cost.psnr.add(marked.psnr());
                cost.markedPsnr.add(marked.markedPsnr());
                cost.ssim.add(ssim);
                cost.white.add(white);
                cost.margin.add(marked.margin());
            }
        }
    }

    synchronized void refused(String line) {
        refused.add(line);
    }

    private Row row(Attack attack) {
        return rows.computeIfAbsent(
                attack.name(), name -> new Row(attack, new Recovery(), new Recovery(), new Recovery()));
    }

    synchronized void blind(Path photo, Attack attack, MarkReading reading, MarkId id, long nanos) {
        (reading.found() ? hitMillis : missMillis).add(nanos / 1e6);
        boolean right = id.equals(reading.id());
        row(attack).blind.add(reading.found(), right, reading.confidence());
        missed(right, photo, "blind:" + attack.name());
    }

    synchronized void informed(Path photo, Attack attack, MarkReading reading, MarkId id, long nanos) {
        informedMillis.add(nanos / 1e6);
        boolean decoded = reading.proof() == MarkReading.Proof.DECODED;
        boolean right = id.equals(reading.id()) && reading.others().isEmpty();
        row(attack).informed.add(decoded, right, reading.confidence());
        row(attack).recipient.add(reading.found(), right, reading.confidence());
        missed(right && decoded, photo, "informed:" + attack.name());
        missed(right, photo, "recipient:" + attack.name());
    }

    private void missed(boolean right, Path photo, String row) {
        if (!right) {
            misses.merge(photo.getFileName().toString(), row, (a, b) -> a + " " + b);
        }
    }

    synchronized void collusion(int count, MarkReading reading, Collection<MarkId> colluders) {
        boolean right =
                reading.id() != null && colluders.contains(reading.id()) && colluders.containsAll(reading.others());
        collusions.computeIfAbsent(count, any -> new Recovery()).add(reading.found(), right, reading.confidence());
    }

    /** Of all rows that have a target, so that what is not asked for does not blur the whole. */
    Row total() {
        Row total = new Row(
                new Attack("all rows with a target", "", Attack.Target.of(0.96, 0.995), (picture, random) -> picture),
                new Recovery(),
                new Recovery(),
                new Recovery());
        for (Row row : rows.values()) {
            if (!Double.isNaN(row.attack.target().blind())) {
                total.blind.add(row.blind);
            }
            if (!Double.isNaN(row.attack.target().informed())) {
                total.informed.add(row.informed);
                total.recipient.add(row.recipient);
            }
        }
        return total;
    }

    int wrongIds() {
        int wrong = 0;
        for (Row row : rows.values()) {
            wrong += row.blind.wrong() + row.recipient.wrong();
        }
        for (Recovery row : collusions.values()) {
            wrong += row.wrong();
        }
        return wrong;
    }
}
