package io.countermark.evidence;

import io.countermark.evidence.PackageIndex.Member;
import io.countermark.evidence.PackageIndex.StatementFacts;
import io.countermark.evidence.PackageIndex.WorkFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.Document;
import org.openpdf.text.Element;
import org.openpdf.text.Image;
import org.openpdf.text.PageSize;
import org.openpdf.text.pdf.PdfPTable;
import org.openpdf.text.pdf.PdfWriter;

/**
 * The summary of a package for people: a PDF of a few pages, first in English, then in Chinese. It says what is shown, by which file, and
 * what is not shown.
 *
 * @param history    the record of modifications
 * @param stamped    when which authority saw the log
 * @param picture    JPEG to show, null for none
 * @param comparison JPEG of a comparison to show, null for none
 * @param result     what the comparison found, in English; null for none
 * @param font       TrueType or OpenType font with Chinese to embed; null to leave Chinese to the reader's program, which nearly all
 *     can show ({@code STSong-Light} of PDF's Asian fonts)
 */
public record PackageSummary(
        History history,
        List<Verification.Time> stamped,
        byte @Nullable [] picture,
        byte @Nullable [] comparison,
        @Nullable String result,
        @Nullable Path font) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    byte[] pdf(PackageDraft draft) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Document document = new Document(PageSize.A4, 54, 54, 54, 54)) {
            PdfWriter.getInstance(document, out).setPdfVersion(PdfWriter.VERSION_1_7);
            PackageIndex index = draft.index("");
            document.addTitle("Evidence package: " + index.work().title());
            document.addCreator(index.maker());
            document.open();
            PdfText english = PdfText.english(font);
            PdfText chinese = PdfText.chinese(font);
            language(document, english, index);
            document.newPage();
            language(document, chinese, index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void language(Document document, PdfText text, PackageIndex index) throws IOException {
        WorkFacts work = index.work();
        document.add(text.title(work.title()));
        document.add(text.sentence("lead", work.fileName(), TIME.format(work.receivedAt()), work.owner()));
        if (picture != null) {
            document.add(fitted(picture, 220));
        }
        document.add(text.heading("facts"));
        document.add(facts(text, index));
        document.add(text.heading("log"));
        document.add(text.sentence("log.lead"));
        document.add(statements(text, index));
        document.add(text.heading("time"));
        times(document, text);
        document.add(text.heading("history"));
        document.add(events(text));
        if (comparison != null) {
            document.add(text.heading("comparison"));
            document.add(text.plain(result == null ? "" : result));
            document.add(fitted(comparison, 300));
        }
        document.add(text.heading("elements"));
        document.add(text.table(
                2,
                List.of("element", "shown-by"),
                List.of(
                        text.word("element.content"), text.word("shown.content"),
                        text.word("element.integrity"), text.word("shown.integrity"),
                        text.word("element.time"), text.word("shown.time"),
                        text.word("element.process"), text.word("shown.process"),
                        text.word("element.neutral"), text.word("shown.neutral"))));
        document.add(text.heading("not-shown"));
        document.add(text.sentence("not-shown.text"));
        document.add(text.heading("verify"));
        document.add(text.sentence("verify.text"));
        document.add(text.heading("members"));
        document.add(members(text, index));
    }

    private static PdfPTable facts(PdfText text, PackageIndex index) {
        WorkFacts work = index.work();
        return text.facts(List.of(
                text.word("fact.id"), work.id().toString(),
                text.word("fact.owner"), work.owner(),
                text.word("fact.file"), work.fileName() + ", " + work.mediaType() + ", " + work.bytes() + " B",
                text.word("fact.size"), work.width() + " × " + work.height(),
                text.word("fact.received"), TIME.format(work.receivedAt()),
                text.word("fact.sha256"), work.sha256(),
                text.word("fact.pixels"), work.pixelSha256(),
                text.word("fact.made"), TIME.format(index.made()) + ", " + index.maker()));
    }

    private static PdfPTable statements(PdfText text, PackageIndex index) {
        List<String> cells = index.statements().stream()
                .flatMap((StatementFacts one) ->
                        List.of(String.valueOf(one.index()), one.kind(), one.entry(), one.proof()).stream())
                .toList();
        return text.table(4, List.of("column.index", "column.kind", "column.entry", "column.proof"), cells);
    }

    private void times(Document document, PdfText text) {
        if (stamped.isEmpty()) {
            document.add(text.sentence("time.none"));
            return;
        }
        document.add(text.table(
                3,
                List.of("column.time", "column.authority", "column.checkpoint"),
                stamped.stream()
                        .flatMap(one -> List.of(format(one.time()), one.authority(), one.checkpoint()).stream())
                        .toList()));
        document.add(text.sentence("time.note"));
    }

    private PdfPTable events(PdfText text) {
        List<String> cells = history.events().stream()
                .flatMap(event -> List.of(
                        format(event.at()),
                        text.operation(event.operation()),
                        event.actor() == null ? text.word("by-product") : event.actor(),
                        files(event))
                        .stream())
                .toList();
        return text.table(4, List.of("column.time", "column.operation", "column.actor", "column.files"), cells);
    }

    private static String files(History.Event event) {
        String before = event.before() == null ? "" : event.before().substring(0, 16) + "…";
        String after = event.after() == null ? "" : event.after().substring(0, 16) + "…";
        String detail = event.detail() == null ? "" : event.detail();
        String files = before.isEmpty() || after.isEmpty() ? before + after : before + " → " + after;
        return files.isEmpty() || detail.isEmpty() ? files + detail : files + "\n" + detail;
    }

    private static PdfPTable members(PdfText text, PackageIndex index) {
        List<String> cells = index.members().stream()
                .flatMap((Member one) -> List.of(one.path(), String.valueOf(one.bytes()), one.sha256()).stream())
                .toList();
        PdfPTable table = text.table(3, List.of("column.path", "column.bytes", "column.sha256"), cells);
        table.setWidths(new float[] {3, 1, 5});
        return table;
    }

    private static Image fitted(byte[] jpeg, float side) throws IOException {
        Image image = Image.getInstance(jpeg);
        image.scaleToFit(side * 1.6f, side);
        image.setAlignment(Element.ALIGN_LEFT);
        image.setSpacingBefore(8);
        image.setSpacingAfter(8);
        return image;
    }

    private static String format(Instant time) {
        return TIME.format(time);
    }
}
