package io.countermark.bench.watermark;

import java.util.Locale;
import java.util.function.Function;

/** The findings as one HTML file that needs nothing else: the tables as text, recovery against the proven bound as a plot. */
record Page(Findings findings) {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 260;
    private static final double LEAST_Z = 12;
    private static final double GREATEST_Z = 32;

    String html() {
        RunTally.Row total = findings.tally().total();
        return """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Invisible marks</title>
                <style>body{font:15px sans-serif;max-width:70em;margin:2em auto}td,th{padding:2px 10px;text-align:left}
                .missed{color:#b00}pre{white-space:pre-wrap}</style>
                <h1>Invisible marks</h1>
                <h2>Receiver operating characteristic</h2>
                <p>Share of marks read (up) when a correlation z is asked for (right), from the reader's own threshold of 12 on. The chance of a
                false answer is at most 256 x 2^64 exp(-z^2 / 2): 10^-9.6 at 12, 10^-65 at 20. Solid: without the original, dashed: with it.</p>
                """
                + plot(total)
                + "<h2>Attacks</h2><table><tr><th>attack<th>blind<th>informed<th>recipient</tr>\n"
                + rows()
                + "</table>\n<h2>All figures</h2><pre>"
                + escaped(findings.markdown())
                + "</pre></html>\n";
    }

    private String rows() {
        StringBuilder rows = new StringBuilder();
        for (RunTally.Row row : findings.tally().rows.values()) {
            rows.append("<tr><td>")
                    .append(escaped(row.attack().name()))
                    .append(cell(row.blind(), row.attack().target().blind()))
                    .append(cell(row.informed(), row.attack().target().informed()))
                    .append(cell(row.recipient(), row.attack().target().informed()))
                    .append("</tr>\n");
        }
        return rows.toString();
    }

    private static String cell(Recovery recovery, double target) {
        boolean missed = recovery.tried() > 0 && recovery.share() < target;
        return "<td" + (missed ? " class=\"missed\"" : "") + ">" + recovery;
    }

    private static String plot(RunTally.Row total) {
        return "<svg viewBox=\"0 0 " + WIDTH + " " + (HEIGHT + 30) + "\" width=\"" + WIDTH + "\">\n"
                + "<path fill=\"none\" stroke=\"#888\" d=\"M0 0V" + HEIGHT + "H" + WIDTH + "\"/>"
                + "<text x=\"0\" y=\"" + (HEIGHT + 20) + "\">z = 12</text><text x=\"" + (WIDTH - 60) + "\" y=\""
                + (HEIGHT + 20) + "\">z = 32</text>\n"
                + curve(total.blind(), "") + curve(total.informed(), " stroke-dasharray=\"6 4\"") + "</svg>\n";
    }

    private static String curve(Recovery recovery, String style) {
        Function<Double, String> point = z -> String.format(
                Locale.ROOT,
                "%.1f,%.1f ",
                WIDTH * (z - LEAST_Z) / (GREATEST_Z - LEAST_Z),
                HEIGHT * (1 - recovery.rightAbove(z) / (double) Math.max(1, recovery.tried())));
        StringBuilder points = new StringBuilder();
        for (double z = LEAST_Z; z <= GREATEST_Z; z += 0.5) {
            points.append(point.apply(z));
        }
        return "<polyline fill=\"none\" stroke=\"#036\" stroke-width=\"2\"" + style + " points=\"" + points + "\"/>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
