package io.countermark.fingerprint.index;

/**
 * Where the sections of a {@link Segment} begin.
 *
 * @param pictures number of pictures
 * @param codes    number of global codes
 * @param nameBytes bytes of all ids
 * @param postings number of postings, below 2^32
 */
record SegmentLayout(int pictures, int codes, int nameBytes, long postings) {

    long picture(int picture) {
        return Segment.HEADER + (long) Segment.PICTURE * picture;
    }

    long names() {
        return picture(pictures);
    }

    private long keyTable() {
        return 8L * pictures + padded(4L * pictures);
    }

    long keys(Segment.Key key) {
        return names() + padded(nameBytes) + key.ordinal() * keyTable();
    }

    long keyOwners(Segment.Key key) {
        return keys(key) + 8L * pictures;
    }

    private long codes0() {
        return names() + padded(nameBytes) + 3 * keyTable();
    }

    /** @param word of the hash, 0 the most significant, to 3 */
    long code(int word, int code) {
        return codes0() + 8L * ((long) word * codes + code);
    }

    long owner(int code) {
        return codes0() + (long) Segment.CODE * codes + 4L * code;
    }

    private long ends() {
        return owner(0) + padded(4L * codes);
    }

    long end(int word) {
        return ends() + 4L * word;
    }

    long posting(long posting) {
        return ends() + 4L * Vocabulary.WORDS + Segment.POSTING * posting;
    }

    long length() {
        return posting(postings) + Segment.TAIL;
    }

    static long padded(long length) {
        return length + 7 & ~7L;
    }
}
