package io.countermark.fingerprint.index;

/**
 * What an index holds.
 *
 * @param pictures that can be found
 * @param removed  pictures removed or replaced of which bytes still lie in a segment or the journal
 * @param features local features of the pictures that can be found
 * @param segments files that hold them
 * @param pending  pictures that are in the journal only
 * @param bytes    of all files
 */
public record IndexStatistics(int pictures, int removed, long features, int segments, int pending, long bytes) {

    /** Bytes of all files for one picture that can be found; 0 for an empty index. */
    public double bytesAPicture() {
        return pictures == 0 ? 0 : (double) bytes / pictures;
    }
}
