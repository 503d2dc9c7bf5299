package io.countermark.credentials;

/**
 * An algorithm whose values bind a picture to a manifest without being in the file (C2PA 2.4, 9.3 and 18.10). A name of one's own is
 * a reverse domain name; the list of all is kept at github.com/c2pa-org/softbinding-algorithm-list.
 *
 * @param name        as it stands in {@code alg}
 * @param valueLength bytes of a value, at least 1
 */
public record SoftBindingAlgorithm(String name, Kind kind, int valueLength) {

    /** Whether the value is put into the picture or computed from it. */
    public enum Kind {
        WATERMARK,
        FINGERPRINT
    }

    /** The id that Countermark's invisible mark carries: 8 bytes, big-endian. */
    public static final SoftBindingAlgorithm MARK =
            new SoftBindingAlgorithm("io.countermark.mark.v1", Kind.WATERMARK, 8);

    /** PDQ hash of the upright picture: 32 bytes, words w0 to w3, each big-endian. */
    public static final SoftBindingAlgorithm PDQ =
            new SoftBindingAlgorithm("io.countermark.pdq.v1", Kind.FINGERPRINT, 32);
}
