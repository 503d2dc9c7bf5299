package io.countermark.fingerprint.index;

import io.countermark.fingerprint.PdqHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The pictures that are in the journal and in no segment yet. Guarded by the index's lock. */
final class Delta {

    private static final int FEATURE_BITS = 9;
    private static final int FEATURE_MASK = (1 << FEATURE_BITS) - 1;

    private final List<@Nullable IndexedPicture> pictures = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final int[][] lists = new int[Vocabulary.WORDS][];
    private final int[] lengths = new int[Vocabulary.WORDS];
    /** Global codes in four columns, and whose they are. */
    private final long[][] codes = new long[4][64];

    private int[] owners = new int[64];
    private int codeCount;

    void add(IndexedPicture picture) {
        remove(picture.id());
        int number = pictures.size();
        pictures.add(picture);
        numbers.put(picture.id(), number);
        picture.codes().forEach(code -> add(code, number));
        char[] words = picture.words();
        for (int i = 0; i < words.length; i++) {
            int[] list = lists[words[i]];
            int length = lengths[words[i]];
            if (list == null || length == list.length) {
                list = list == null ? new int[4] : Arrays.copyOf(list, 2 * length);
                lists[words[i]] = list;
            }
            list[length] = number << FEATURE_BITS | i;
            lengths[words[i]]++;
        }
    }

    private void add(PdqHash code, int number) {
        if (codeCount == owners.length) {
            owners = Arrays.copyOf(owners, 2 * codeCount);
            Arrays.setAll(codes, word -> Arrays.copyOf(codes[word], 2 * codeCount));
        }
        codes[0][codeCount] = code.w0();
        codes[1][codeCount] = code.w1();
        codes[2][codeCount] = code.w2();
        codes[3][codeCount] = code.w3();
        owners[codeCount++] = number;
    }

    /** Global codes given so far, those of removed pictures included. */
    int codes() {
        return codeCount;
    }

    /** Copies one word of each of these codes. */
    void copyCodes(int word, int first, int count, long[] to) {
        System.arraycopy(codes[word], first, to, 0, count);
    }

    /** The picture of a code. */
    int owner(int code) {
        return owners[code];
    }

    /** Whether it was there. */
    boolean remove(String id) {
        Integer number = numbers.remove(id);
        if (number != null) {
            pictures.set(number, null);
        }
        return number != null;
    }

    boolean contains(String id) {
        return numbers.containsKey(id);
    }

    @Nullable
    IndexedPicture picture(String id) {
        Integer number = numbers.get(id);
        return number == null ? null : pictures.get(number);
    }

    /** Numbers given so far, those of removed pictures included. */
    int numbers() {
        return pictures.size();
    }

    /** Pictures that are there. */
    int size() {
        return numbers.size();
    }

    List<IndexedPicture> live() {
        return pictures.stream()
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    @Nullable
    IndexedPicture picture(int number) {
        return pictures.get(number);
    }

    int postings(int word) {
        return lengths[word];
    }

    /** The n-th posting of a word; read it with {@link #pictureOf} and {@link #featureOf}. */
    int posting(int word, int n) {
        int[] list = lists[word];
        if (list == null) {
            throw new IllegalArgumentException("No posting of word " + word);
        }
        return list[n];
    }

    static int pictureOf(int posting) {
        return posting >>> FEATURE_BITS;
    }

    static int featureOf(int posting) {
        return posting & FEATURE_MASK;
    }
}
