package io.countermark.evidence;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.Chunk;
import org.openpdf.text.Font;
import org.openpdf.text.FontFactory;
import org.openpdf.text.Paragraph;
import org.openpdf.text.Phrase;
import org.openpdf.text.pdf.BaseFont;
import org.openpdf.text.pdf.FontSelector;
import org.openpdf.text.pdf.PdfPCell;
import org.openpdf.text.pdf.PdfPTable;

/** Words and fonts of the summary in one language. Latin letters are in Helvetica, all else in the Chinese font. */
final class PdfText {

    private static final Color INK = new Color(0x1c, 0x1b, 0x19);
    private static final Color SEAL_RED = new Color(0x9b, 0x1c, 0x1c);
    private static final Color HEAD = new Color(0xf0, 0xec, 0xe4);

    private final ResourceBundle words;
    private final BaseFont chinese;

    private PdfText(Locale locale, @Nullable Path font) throws IOException {
        this.words = ResourceBundle.getBundle(
                "io.countermark.evidence.summary",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        this.chinese = font == null
                ? BaseFont.createFont("STSong-Light", "UniGB-UCS2-H", BaseFont.NOT_EMBEDDED)
                : BaseFont.createFont(font.toString(), BaseFont.IDENTITY_H, BaseFont.EMBEDDED);
    }

    static PdfText english(@Nullable Path font) throws IOException {
        return new PdfText(Locale.ROOT, font);
    }

    static PdfText chinese(@Nullable Path font) throws IOException {
        return new PdfText(Locale.CHINESE, font);
    }

    String word(String key) {
        return words.getString(key);
    }

    /** The operation's name, or its code where there is none. */
    String operation(String code) {
        try {
            return words.getString("operation." + code);
        } catch (MissingResourceException e) {
            return code; // An operation that a later version records: its code says enough.
        }
    }

    Paragraph title(String work) {
        Paragraph paragraph = new Paragraph(phrase(word("title"), 11, Font.BOLD, SEAL_RED));
        paragraph.add(Chunk.NEWLINE);
        paragraph.add(phrase(work, 20, Font.BOLD, INK));
        paragraph.setLeading(26);
        paragraph.setSpacingAfter(8);
        return paragraph;
    }

    Paragraph heading(String key) {
        Paragraph paragraph = new Paragraph(phrase(word("heading." + key), 12, Font.BOLD, INK));
        paragraph.setSpacingBefore(14);
        paragraph.setSpacingAfter(5);
        paragraph.setKeepTogether(true);
        return paragraph;
    }

    Paragraph sentence(String key, Object... arguments) {
        return plain(arguments.length == 0 ? word(key) : new MessageFormat(word(key), Locale.ROOT).format(arguments));
    }

    Paragraph plain(String text) {
        Paragraph paragraph = new Paragraph(14, "");
        paragraph.add(phrase(text, 10, Font.NORMAL, INK));
        paragraph.setSpacingAfter(4);
        return paragraph;
    }

    /** Pairs of name and value. */
    PdfPTable facts(List<String> pairs) {
        PdfPTable table = empty(2);
        table.setWidths(new float[] {1, 3});
        for (int i = 0; i < pairs.size(); i++) {
            table.addCell(cell(pairs.get(i), i % 2 == 0 ? Font.BOLD : Font.NORMAL, false));
        }
        return table;
    }

    /** @param heads keys of words */
    PdfPTable table(int columns, List<String> heads, List<String> cells) {
        PdfPTable table = empty(columns);
        heads.forEach(head -> table.addCell(cell(word(head), Font.BOLD, true)));
        table.setHeaderRows(1);
        cells.forEach(text -> table.addCell(cell(text, Font.NORMAL, false)));
        return table;
    }

    private static PdfPTable empty(int columns) {
        PdfPTable table = new PdfPTable(columns);
        table.setWidthPercentage(100);
        table.setSpacingBefore(3);
        return table;
    }

    private PdfPCell cell(String text, int style, boolean head) {
        PdfPCell cell = new PdfPCell(phrase(text, 8, style, INK));
        cell.setPadding(4);
        cell.setBorderColor(Color.LIGHT_GRAY);
        if (head) {
            cell.setBackgroundColor(HEAD);
        }
        return cell;
    }

    private Phrase phrase(String text, float size, int style, Color colour) {
        FontSelector selector = new FontSelector();
        selector.addFont(FontFactory.getFont(FontFactory.HELVETICA, BaseFont.CP1252, size, style, colour));
        selector.addFont(new Font(chinese, size, style, colour));
        return selector.process(text);
    }
}
