package io.countermark.fingerprint.index;

import io.countermark.fingerprint.PdqHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lists of PDQ hashes, as platforms exchange them instead of pictures. CSV (RFC 4180) with the header {@code hash,quality,id}: 64
 * hexadecimal digits, 0 to 100, any text. An id that a spreadsheet would take for a formula (it begins with =, +, -, @, tab or
 * carriage return) is written with an apostrophe before it, which reading takes off again.
 */
public final class PdqList {

    /** @param quality 0 to 100 */
    public record Line(PdqHash hash, int quality, String id) {

        public Line {
            if (quality < 0 || quality > 100) {
                throw new IllegalArgumentException("A PDQ quality is 0 to 100, got " + quality);
            }
            int length = id.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > IndexedPicture.MAX_ID) {
                throw new IllegalArgumentException(
                        "An id has 1 to " + IndexedPicture.MAX_ID + " bytes of UTF-8, got " + length);
            }
        }
    }

    /** The first line of the CSV form, without its line end. */
    public static final String HEADER = "hash,quality,id";

    /** An id has at most 1,024 bytes. */
    private static final int MAX_RECORD = 8192;

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);
    private static final Pattern CSV = Pattern.compile(
            "\\s*([0-9a-fA-F]{64}|\"[0-9a-fA-F]{64}\")\\s*,\\s*(\\d{1,3})\\s*,(\"(?:[^\"]++|\"\")*+\"|[^\",]*)",
            Pattern.DOTALL);

    private PdqList() {}

    /** One line without its end; it has line breaks of its own where the id has. */
    public static String toCsv(Line line) {
        String id = FORMULA.matcher(line.id()).matches() ? "'" + line.id() : line.id();
        boolean quoted =
                id.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r') || !id.equals(id.strip());
        return line.hash().toHex() + "," + line.quality() + ","
                + (quoted ? "\"" + id.replace("\"", "\"\"") + "\"" : id);
    }

    /** Takes lines one by one. */
    @FunctionalInterface
    public interface Sink {
        void accept(Line line) throws IOException;
    }

    /**
     * Reads a CSV list, with or without its header, a line at a time.
     *
     * @throws IllegalArgumentException naming the first line that is none
     */
    public static void readCsv(Reader in, Sink sink) throws IOException {
        Records records = new Records(in, true);
        for (String record = records.next(); record != null; record = records.next()) {
            boolean header = records.number() == 1 && record.strip().equalsIgnoreCase(HEADER);
            if (!header && !record.isBlank()) {
                sink.accept(line(record, records.number()));
            }
        }
    }

    /**
     * Reads a list that has one JSON object a line.
     *
     * @param parse throws {@link IllegalArgumentException} for a line that is none
     * @throws IllegalArgumentException naming the first line that is none
     */
    public static void readJsonLines(Reader in, Function<String, Line> parse, Sink sink) throws IOException {
        Records records = new Records(in, false);
        for (String record = records.next(); record != null; record = records.next()) {
            if (!record.isBlank()) {
                sink.accept(line(record, records.number(), parse));
            }
        }
    }

    private static Line line(String record, int number, Function<String, Line> parse) {
        try {
            return parse.apply(record);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Line " + number + ": " + e.getMessage(), e);
        }
    }

    private static Line line(String record, int number) {
        Matcher matcher = CSV.matcher(record);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Line " + number + " is not hash,quality,id");
        }
        String field = matcher.group(3);
        String id =
                field.startsWith("\"") ? field.substring(1, field.length() - 1).replace("\"\"", "\"") : field;
        String meant = id.startsWith("'") && FORMULA.matcher(id).matches() ? id.substring(1) : id;
        PdqHash hash = PdqHash.fromHex(matcher.group(1).replace("\"", ""));
        return line(record, number, text -> new Line(hash, Integer.parseInt(matcher.group(2)), meant));
    }

    /** Splits at line ends, those inside of quotes left out where there are quotes. */
    private static final class Records {

        private final BufferedReader in;
        private final boolean quotes;
        private int lines;
        private int number;

        Records(Reader in, boolean quotes) throws IOException {
            this.in = new BufferedReader(in);
            this.quotes = quotes;
            this.in.mark(1);
            if (this.in.read() != BYTE_ORDER_MARK) {
                this.in.reset();
            }
        }

        /** The line, from 1, on which the last record began. */
        int number() {
            return number;
        }

        @Nullable
        String next() throws IOException {
            StringBuilder record = new StringBuilder();
            number = lines + 1;
            boolean quoted = false;
            for (int c = in.read(); c >= 0; c = in.read()) {
                lines += c == '\n' ? 1 : 0;
                if (c == '\n' && !quoted) {
                    return withoutReturn(record);
                }
                quoted ^= quotes && c == '"';
                record.append((char) c);
                if (record.length() > MAX_RECORD) {
                    throw new IllegalArgumentException(
                            "Line " + number + " is longer than " + MAX_RECORD + " characters");
                }
            }
            return record.isEmpty() ? null : withoutReturn(record);
        }

        private static String withoutReturn(StringBuilder record) {
            int length = record.length();
            return length > 0 && record.charAt(length - 1) == '\r'
                    ? record.substring(0, length - 1)
                    : record.toString();
        }
    }
}
