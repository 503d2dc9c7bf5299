package io.countermark.watermark;

import io.countermark.imaging.Picture;

/** Reads invisible marks. Thread-safe. */
public final class MarkReader {

    public MarkReader(MarkKey key) {
        throw new UnsupportedOperationException();
    }

    /** Without the original. */
    public MarkReading readBlind(Picture suspect) {
        throw new UnsupportedOperationException();
    }

    /** With the unmarked original, which is registered onto the suspect and subtracted. */
    public MarkReading readInformed(Picture suspect, Picture original) {
        throw new UnsupportedOperationException();
    }
}
