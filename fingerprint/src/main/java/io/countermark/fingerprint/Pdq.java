package io.countermark.fingerprint;

import io.countermark.imaging.Picture;

/** Computes PDQ fingerprints. */
public final class Pdq {

    private Pdq() {}

    public static PdqFingerprint describe(Picture picture) {
        throw new UnsupportedOperationException();
    }
}
