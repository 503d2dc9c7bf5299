package io.countermark.fingerprint.index;

import io.countermark.fingerprint.Description;
import io.countermark.fingerprint.PdqHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fills an index to a size for which there are no photos, to measure it: entries of real features in groups of eight, each group from
 * another picture, moved and turned as one, its signatures altered by about five bits; and of a real global code altered by 80 bits. Words
 * and signatures are spread as in photos, and small arrangements repeat, as those of labels and prints do.
 */
public final class RecombinedPictures {

    private static final int GROUP = 8;
    private static final int SIGNATURE_FLIPS = 5;
    private static final int CODE_FLIPS = 80;
    private static final int BATCH = 1024;

    private final List<IndexedPicture> sources = new ArrayList<>();
    private final SplittableRandom random;
    private int made;

    /** @param descriptions of the pictures whose features are used */
    public RecombinedPictures(List<Description> descriptions, long seed) {
        Vocabulary vocabulary = Vocabulary.shipped();
        for (Description description : descriptions) {
            IndexedPicture picture = IndexedPicture.of("source", description, vocabulary);
            if (picture.words().length >= GROUP) {
                sources.add(picture);
            }
        }
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("No picture with features to recombine");
        }
        this.random = new SplittableRandom(seed);
    }

    /** Adds this many, with ids {@code made-0} and on. */
    public void addTo(CopyIndex index, int count) throws IOException {
        for (int left = count; left > 0; left -= BATCH) {
            List<IndexedPicture> batch = new ArrayList<>();
            for (int i = Math.min(BATCH, left); i > 0; i--) {
                batch.add(next());
            }
            index.add(batch);
        }
    }

    private IndexedPicture next() {
        int count = source().words().length;
        char[] words = new char[count];
        int[] places = new int[count];
        long[] signatures = new long[count];
        for (int i = 0; i < count; i += GROUP) {
            group(words, places, signatures, i, Math.min(GROUP, count - i));
        }
        byte[] digest = new byte[IndexedPicture.DIGEST];
        byte[] pixels = new byte[IndexedPicture.DIGEST];
        random.nextBytes(digest);
        random.nextBytes(pixels);
        IndexedPicture like = source();
        return new IndexedPicture(
                "made-" + made++,
                digest,
                pixels,
                like.quality(),
                List.of(altered(like.codes().getFirst())),
                words,
                places,
                signatures);
    }

    private void group(char[] words, int[] places, long[] signatures, int at, int size) {
        IndexedPicture from = source();
        int first = random.nextInt(from.words().length);
        int dx = random.nextInt(-100, 100);
        int dy = random.nextInt(-100, 100);
        int turn = random.nextInt(-8, 8);
        for (int i = 0; i < size; i++) {
            int feature = (first + i) % from.words().length;
            words[at + i] = from.words()[feature];
            int place = from.places()[feature];
            int x = Math.clamp(Place.x(place) + dx, 0, 255);
            int y = Math.clamp(Place.y(place) + dy, 0, 255);
            places[at + i] = x << 24 | y << 16 | Place.size(place) << 8 | (Place.angle(place) + turn & 0xff);
            long signature = from.signatures()[feature];
            for (int flip = 0; flip < SIGNATURE_FLIPS; flip++) {
                signature ^= 1L << random.nextInt(64);
            }
            signatures[at + i] = signature;
        }
    }

    private PdqHash altered(PdqHash code) {
        long[] bits = {code.w0(), code.w1(), code.w2(), code.w3()};
        int[] positions = new int[256];
        Arrays.setAll(positions, i -> i);
        for (int i = 0; i < CODE_FLIPS; i++) {
            int j = random.nextInt(i, 256);
            int swapped = positions[i];
            positions[i] = positions[j];
            positions[j] = swapped;
            bits[positions[i] >>> 6] ^= 1L << positions[i];
        }
        return new PdqHash(bits[0], bits[1], bits[2], bits[3]);
    }

    private IndexedPicture source() {
        return sources.get(random.nextInt(sources.size()));
    }
}
