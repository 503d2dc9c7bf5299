package io.countermark.watermark;

import io.countermark.imaging.Picture;

/** Writes invisible marks. Thread-safe. */
public final class MarkWriter {

    public MarkWriter(MarkKey key) {
        throw new UnsupportedOperationException();
    }

    /**
     * A marked copy in the same size and pixel format; pure white stays pure white.
     *
     * @throws MarkRefusedException when the picture can't carry a mark
     */
    public MarkedPicture mark(Picture picture, MarkId id) {
        throw new UnsupportedOperationException();
    }
}
