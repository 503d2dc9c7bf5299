package io.countermark.fingerprint.index;

import java.util.List;

/**
 * One way to propose originals that a picture may have been made from: exact digests, global codes, local features, and any other
 * that its caller adds, a learned descriptor for instance. A proposal decides nothing.
 */
public interface CandidateSource {

    /** For example {@code local-features}. */
    String name();

    /**
     * At most {@code limit} proposals, the best first.
     *
     * @param depth how much work the question is worth
     */
    List<Candidate> find(Query query, Depth depth, int limit);

    /** How hard to look. */
    enum Depth {
        /** The picture at 512 pixels, for copies of the whole or of much of it. */
        WHOLE,
        /** At 1,024 pixels, for an original that is a small part of the picture. */
        PARTS
    }
}
