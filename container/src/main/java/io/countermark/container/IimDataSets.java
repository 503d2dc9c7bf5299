package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * IPTC-IIM 4.2 data sets: {@code 1C | record (1) | number (1) | length (2), or 8000 + n and n bytes of length | data}. Those
 * that are not replaced keep their order and bytes.
 */
final class IimDataSets {

    static final int OBJECT_NAME = 5;
    static final int KEYWORDS = 25;
    static final int BY_LINE = 80;
    static final int CREDIT = 110;
    static final int SOURCE = 115;
    static final int COPYRIGHT = 116;
    static final int CAPTION = 120;

    /** Object data preview: format, version, data. */
    static final List<Integer> PREVIEW = List.of(200, 201, 202);

    private static final int TAG = 0x1C;
    private static final int ENVELOPE = 1;
    private static final int APPLICATION = 2;
    private static final int CODED_CHARACTER_SET = 90;
    private static final byte[] UTF_8_ESCAPE = {0x1B, '%', 'G'};
    private static final int MAX_DATA_SETS = 4096;
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private record DataSet(int record, int number, byte[] data) {}

    private final List<DataSet> sets;

    private IimDataSets(List<DataSet> sets) {
        this.sets = sets;
    }

    static IimDataSets empty() {
        return new IimDataSets(new ArrayList<>());
    }

    /** @throws MalformedImageException when a data set reaches past the end, or there are more than 4,096 */
    static IimDataSets parse(byte[] iim) {
        List<DataSet> sets = new ArrayList<>();
        int at = 0;
        while (iim.length - at >= 5 && iim[at] == TAG) {
            long length = Bytes.int16(iim, at + 3);
            int from = at + 5;
            if (length > 0x7FFF) {
                int width = (int) length & 0x7FFF;
                if (width < 1 || width > 4 || iim.length - from < width) {
                    throw new MalformedImageException(Reason.CORRUPT, "An IIM data set has a length of " + width);
                }
                length = 0;
                for (int i = 0; i < width; i++) {
                    length = length << 8 | (iim[from++] & 0xFF);
                }
            }
            if (length > iim.length - from) {
                throw new MalformedImageException(Reason.TRUNCATED, "An IIM data set reaches past its block");
            }
            if (sets.size() >= MAX_DATA_SETS) {
                throw new MalformedImageException(
                        Reason.TOO_MANY_CHUNKS, "More than " + MAX_DATA_SETS + " IIM data sets");
            }
            sets.add(new DataSet(
                    iim[at + 1] & 0xFF, iim[at + 2] & 0xFF, Arrays.copyOfRange(iim, from, from + (int) length)));
            at = from + (int) length;
        }
        return new IimDataSets(sets);
    }

    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (DataSet set : sets) {
            boolean wide = set.data().length > 0x7FFF;
            byte[] head = new byte[wide ? 9 : 5];
            head[0] = TAG;
            head[1] = (byte) set.record();
            head[2] = (byte) set.number();
            Bytes.putInt16(head, 3, wide ? 0x8004 : set.data().length);
            if (wide) {
                Bytes.putInt32(head, 5, set.data().length);
            }
            out.writeBytes(head);
            out.writeBytes(set.data());
        }
        return out.toByteArray();
    }

    /** Texts of a data set of the application record. */
    List<String> texts(int number) {
        return sets.stream()
                .filter(set -> set.record() == APPLICATION && set.number() == number)
                .map(set -> text(set.data()))
                .toList();
    }

    Optional<String> text(int number) {
        return texts(number).stream().findFirst();
    }

    private String text(byte[] data) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(data, WINDOWS);
        }
    }

    /** Whether anything was there. */
    boolean remove(List<Integer> numbers) {
        return sets.removeIf(set -> set.record() == APPLICATION && numbers.contains(set.number()));
    }

    /**
     * Replaces the texts of a data set, in UTF-8; what was written in another character set before is turned into UTF-8, too.
     *
     * @param maxBytes IIM's limit for the data set; longer texts end early, on a character
     */
    void put(int number, List<String> texts, int maxBytes) {
        if (texts(number).equals(texts.stream().map(text -> cut(text, maxBytes)).toList())) {
            return;
        }
        if (texts.stream().anyMatch(text -> text.chars().anyMatch(c -> c > 126))) {
            declareUtf8();
        }
        int place = -1;
        for (int i = 0; i < sets.size(); i++) {
            DataSet set = sets.get(i);
            if (place < 0 && (set.record() > APPLICATION || (set.record() == APPLICATION && set.number() >= number))) {
                place = i;
            }
        }
        place = place < 0 ? sets.size() : place;
        remove(List.of(number));
        List<DataSet> added = texts.stream()
                .map(text ->
                        new DataSet(APPLICATION, number, cut(text, maxBytes).getBytes(StandardCharsets.UTF_8)))
                .toList();
        sets.addAll(Math.min(place, sets.size()), added);
    }

    private void declareUtf8() {
        boolean declared = sets.stream()
                .anyMatch(set -> set.record() == ENVELOPE
                        && set.number() == CODED_CHARACTER_SET
                        && Arrays.equals(set.data(), UTF_8_ESCAPE));
        if (declared) {
            return;
        }
        sets.replaceAll(set -> set.record() == APPLICATION && isText(set.number())
                ? new DataSet(APPLICATION, set.number(), text(set.data()).getBytes(StandardCharsets.UTF_8))
                : set);
        sets.removeIf(set -> set.record() == ENVELOPE && set.number() == CODED_CHARACTER_SET);
        int place = 0;
        while (place < sets.size()
                && sets.get(place).record() == ENVELOPE
                && sets.get(place).number() < CODED_CHARACTER_SET) {
            place++;
        }
        sets.add(place, new DataSet(ENVELOPE, CODED_CHARACTER_SET, UTF_8_ESCAPE));
    }

    /** Number 0 is the record's version, 125 a raster caption, 200 and above the preview: those are no text. */
    private static boolean isText(int number) {
        return number != 0 && number != 125 && number < 200;
    }

    static String cut(String text, int maxBytes) {
        String shorter = text;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
        }
        return shorter;
    }
}
