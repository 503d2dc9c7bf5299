package io.countermark.container;

import java.util.List;

/**
 * What was taken out of a picture's metadata, and what could not be.
 *
 * @param removed in the order found
 * @param left    previews that stay, because taking them out would move picture data
 */
public record PrivacyReport(List<Removed> removed, List<Removed> left) {

    /** Why something was taken out. */
    public enum Reason {
        LOCATION,
        SERIAL_NUMBER,
        OWNER,
        /** A small picture that may show what was cropped or painted over. */
        PREVIEW,
        /** Notes of the camera's maker, whose content nobody else knows. */
        MAKER_NOTE
    }

    /** @param where block and name, for example {@code EXIF GPS} or {@code XMP aux:SerialNumber}; never the value */
    public record Removed(Reason reason, String where) {}

    public PrivacyReport {
        removed = List.copyOf(removed);
        left = List.copyOf(left);
    }

    public boolean isClean() {
        return removed.isEmpty() && left.isEmpty();
    }
}
