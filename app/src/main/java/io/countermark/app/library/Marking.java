package io.countermark.app.library;

import io.countermark.watermark.MarkId;
import org.jspecify.annotations.Nullable;

/** What came of marking a work. */
public sealed interface Marking {

    /**
     * The rendition carries the mark.
     *
     * @param psnr       of the rendition's pixels before encoding against the original's, in dB
     * @param markedPsnr over the area written on, in dB
     */
    record Carried(MarkId id, double psnr, double markedPsnr) implements Marking {}

    /**
     * The picture could not carry a mark and is delivered without.
     *
     * @param reason for example {@code too-small}
     * @param detail one sentence for a person
     */
    record Refused(String reason, String detail) implements Marking {}

    /** The id, when the rendition carries one. */
    default @Nullable MarkId id() {
        return switch (this) {
            case Carried carried -> carried.id();
            case Refused refused -> null;
        };
    }
}
