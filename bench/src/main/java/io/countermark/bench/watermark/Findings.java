package io.countermark.bench.watermark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a run found out, as Markdown and as JSON.
 *
 * @param plan      of the run
 * @param photos    used
 * @param tally     of the robustness rows
 * @param strangers null when none were read
 * @param noise     null when not studied
 * @param speed     null when not measured
 */
record Findings(
        Plan plan,
        int photos,
        RunTally tally,
        @Nullable Strangers strangers,
        @Nullable NoiseStudy noise,
        SpeedContest.@Nullable Ratios speed) {

    int wrongIds() {
        return tally.wrongIds() + (strangers == null ? 0 : strangers.found());
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "# Invisible marks: %d photos (%s), seed %d%n%n",
                photos,
                plan.part().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                plan.seed()));
        tally.costs.forEach((kind, cost) -> cost(text, kind.title, cost));
        cost(text, "all", tally.all);
        text.append("\n| attack | aim blind/informed | blind | informed | recipient among ")
                .append(plan.issued())
                .append(" |\n|---|---|---|---|---|\n");
        tally.rows.values().forEach(row -> line(text, row));
        line(text, tally.total());
        tally.collusions.forEach((count, row) ->
                text.append(String.format(Locale.ROOT, "%nAverage of %d copies: names only colluders %s", count, row)));
        text.append(String.format(Locale.ROOT, "%n%nWrong ids %d. Refused: %s%n", wrongIds(), tally.refused));
        studies(text);
        text.append("\nMissed by photo:\n");
        tally.misses.forEach((photo, rows) ->
                text.append("- ").append(photo).append(": ").append(rows).append('\n'));
        return text.toString();
    }

    private static void cost(StringBuilder text, String title, RunTally.Cost cost) {
        if (cost.psnr().count() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "- %s (%d): PSNR mean %.1f dB; marked area least %.1f; SSIM mean %.4f, least %.4f; pure white kept %.4f %%; margin median %.1f%n",
                    title,
                    cost.psnr().count(),
                    cost.psnr().mean(),
                    cost.markedPsnr().least(),
                    cost.ssim().mean(),
                    cost.ssim().least(),
                    100 * cost.white().least(),
                    cost.margin().median()));
        }
    }

    private static void line(StringBuilder text, RunTally.Row row) {
        Attack.Target target = row.attack().target();
        text.append(String.format(
                Locale.ROOT,
                "| %s | %s / %s | %s | %s | %s |%n",
                row.attack().name(),
                percent(target.blind()),
                percent(target.informed()),
                row.blind(),
                row.informed(),
                row.recipient()));
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private void studies(StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "Milliseconds, median: embed %.0f, blind hit %.0f, blind miss %.0f, informed %.0f.%n",
                tally.embedMillis.median(),
                tally.hitMillis.median(),
                tally.missMillis.median(),
                tally.informedMillis.median()));
        if (strangers != null) {
            text.append(String.format(
                    Locale.ROOT, "Strangers' pictures read %d, found %d.%n", strangers.tried(), strangers.found()));
        }
        if (noise != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "Noise, %d trials: fixed word mean %.3f, deviation %.3f; decoded word mean %.2f, deviation %.2f, greatest %.2f; right CRC by chance %d;"
                            + " log10 of a false answer a reading: %.1f extrapolated, %.1f proven.%n",
                    noise.decoded.count(),
                    noise.fixed.mean(),
                    noise.fixed.deviation(),
                    noise.decoded.mean(),
                    noise.decoded.deviation(),
                    noise.decoded.greatest(),
                    noise.checkedByChance(),
                    noise.extrapolated(),
                    NoiseStudy.proven()));
        }
        if (speed != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "12 megapixels, times decoding and encoding: %.2f marked, %.2f marked with trials.%n",
                    speed.fixed(),
                    speed.tried()));
        }
    }

    /** Figures that the seed repeats; times and ratios, which it does not, stand under {@code speed}. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("photos", photos);
        all.put("part", plan.part().name());
        all.put("seed", plan.seed());
        all.put("wrongIds", wrongIds());
        Map<String, Object> quality = new LinkedHashMap<>();
        tally.costs.forEach((kind, cost) -> quality.put(kind.name(), json(cost)));
        quality.put("ALL", json(tally.all));
        all.put("quality", quality);
        List<Object> rows = new ArrayList<>();
        tally.rows.values().forEach(row -> rows.add(json(row)));
        rows.add(json(tally.total()));
        all.put("rows", rows);
        Map<String, Object> collusions = new LinkedHashMap<>();
        tally.collusions.forEach((count, row) -> collusions.put(count.toString(), json(row)));
        all.put("collusions", collusions);
        all.put("refused", tally.refused);
        if (strangers != null) {
            all.put("strangers", Map.of("read", strangers.tried(), "found", strangers.found()));
        }
        if (noise != null) {
            all.put("noise", json(noise));
        }
        if (speed != null) {
            all.put("speed", Map.of("marked", speed.fixed(), "markedWithTrials", speed.tried()));
        }
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    private static Map<String, Object> json(NoiseStudy noise) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("trials", noise.decoded.count());
        fields.put("mean", noise.decoded.mean());
        fields.put("deviation", noise.decoded.deviation());
        fields.put("greatest", noise.decoded.greatest());
        fields.put("checkedByChance", noise.checkedByChance());
        fields.put("log10Extrapolated", noise.extrapolated());
        fields.put("log10Proven", NoiseStudy.proven());
        return fields;
    }

    private static Map<String, Object> json(RunTally.Cost cost) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("photos", cost.psnr().count());
        if (cost.psnr().count() > 0) {
            fields.put("psnr", cost.psnr().mean());
            fields.put("leastMarkedPsnr", cost.markedPsnr().least());
            fields.put("ssim", cost.ssim().mean());
            fields.put("leastSsim", cost.ssim().least());
            fields.put("whiteKept", cost.white().least());
        }
        return fields;
    }

    private static Map<String, Object> json(RunTally.Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("attack", row.attack().name());
        fields.put("group", row.attack().group());
        fields.put("blind", json(row.blind()));
        fields.put("informed", json(row.informed()));
        fields.put("recipient", json(row.recipient()));
        return fields;
    }

    private static Map<String, Object> json(Recovery recovery) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("tried", recovery.tried());
        fields.put("right", recovery.right());
        fields.put("wrong", recovery.wrong());
        fields.put("interval", recovery.interval());
        return fields;
    }
}
