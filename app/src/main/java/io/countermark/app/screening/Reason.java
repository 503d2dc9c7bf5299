package io.countermark.app.screening;

/**
 * Why a picture is said to be a copy of a work.
 *
 * @param signal     what found it
 * @param detail     what was found, for a person
 * @param confidence 0 to 1: for digests and credentials 1, for the fingerprint the share of the original's texture found in place,
 *                   for the mark one minus the bound of a false reading
 */
public record Reason(Signal signal, String detail, double confidence) {}
