package io.countermark.fingerprint;

import io.countermark.imaging.Picture;

/** Compares two pictures: registration by local features, then dense consistency over the overlap. Thread-safe. */
public final class PictureComparer {

    public Comparison compare(Picture original, Picture suspect) {
        throw new UnsupportedOperationException();
    }

    /** The suspect aligned onto the original's frame beside it, with a heat map of the differences; a new picture. */
    public Picture overlay(Picture original, Picture suspect, Comparison comparison) {
        throw new UnsupportedOperationException();
    }
}
