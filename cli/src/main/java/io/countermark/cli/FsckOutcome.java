package io.countermark.cli;

import io.countermark.app.fsck.Difference;
import io.countermark.app.fsck.FsckReport;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a check found, as it is printed: a line a difference, then one with the totals. */
final class FsckOutcome {

    private static final int WRONG = 1;
    private static final int HARMLESS = 3;

    private final FsckReport report;
    private final Map<String, Object> more = new LinkedHashMap<>();

    FsckOutcome(FsckReport report) {
        this.report = report;
    }

    /** Adds something to the totals. */
    FsckOutcome with(String name, Object value) {
        more.put(name, value);
        return this;
    }

    /** Of the environment; null for the embedded database. */
    static @Nullable String databaseUrl() {
        String url = System.getenv("COUNTERMARK_DB_URL");
        return url == null || url.isBlank() ? null : url;
    }

    void print(boolean json, PrintWriter out) {
        for (Difference one : report.differences()) {
            if (json) {
                out.println(JsonLine.of(json(one)));
            } else {
                out.println(one.kind().code() + ": " + one.subject() + ": " + one.detail());
            }
        }
        out.println(json ? JsonLine.of(json()) : text());
        out.flush();
    }

    int code() {
        if (!report.sound()) {
            return WRONG;
        }
        return report.differences().isEmpty() ? 0 : HARMLESS;
    }

    private long orphans() {
        return report.differences().stream().filter(one -> one.kind().orphan()).count();
    }

    private long indexes() {
        return report.differences().stream()
                .filter(one -> one.kind() == Difference.Kind.INDEX)
                .count();
    }

    private String text() {
        long orphans = orphans();
        long indexes = indexes();
        long wrong = report.differences().size() - orphans - indexes;
        StringBuilder text = new StringBuilder((wrong == 0 ? "all agree" : wrong + " differences") + ": "
                + report.works() + " works of " + report.organisations() + " organisations, " + report.objects()
                + " objects, " + report.entries() + " log entries"
                + (orphans == 0 ? "" : "; " + orphans + " orphans, removed by --remove-orphans")
                + (indexes == 0 ? "" : "; " + indexes + " in copy indexes, made good when the server starts")
                + (report.removed() == 0 ? "" : "; " + report.removed() + " orphans removed"));
        more.forEach((name, value) -> text.append("; ").append(name).append(' ').append(value));
        return text.toString();
    }

    private static Map<String, @Nullable Object> json(Difference one) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("kind", one.kind().code());
        fields.put("harmless", one.kind().harmless());
        fields.put("subject", one.subject());
        fields.put("detail", one.detail());
        return fields;
    }

    private Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("sound", report.sound());
        fields.put("organisations", report.organisations());
        fields.put("works", report.works());
        fields.put("objects", report.objects());
        fields.put("bytes", report.bytes());
        fields.put("entries", report.entries());
        fields.put("differences", report.differences().size());
        fields.put("orphans", orphans());
        fields.put("indexes", indexes());
        fields.put("removed", report.removed());
        fields.putAll(more);
        return fields;
    }
}
