package io.countermark.fingerprint;

/** What a pair of pictures is to each other. */
public enum Verdict {
    /** One was made from the other. */
    COPY,
    /** Both carry the same artwork with other content: template siblings. */
    SHARED_ARTWORK,
    /** Neither was made from the other. */
    ORIGINAL,
    /** Too little to see in one of them. */
    CANNOT_TELL
}
