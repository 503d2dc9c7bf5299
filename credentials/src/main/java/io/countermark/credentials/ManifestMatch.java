package io.countermark.credentials;

import org.jspecify.annotations.Nullable;

/**
 * A manifest that a picture may belong to; the member names are those of the Soft Binding Resolution API.
 *
 * @param manifestId      label of the active manifest
 * @param endpoint        base address of the API that has it; null when it is the one that was asked
 * @param similarityScore 0 to 100, where 100 is the strongest; null when the algorithm knows only equal and different
 */
public record ManifestMatch(
        String manifestId,
        @Nullable String endpoint,
        @Nullable Integer similarityScore) {

    public ManifestMatch {
        if (similarityScore != null && (similarityScore < 0 || similarityScore > 100)) {
            throw new IllegalArgumentException("A similarity score is 0 to 100");
        }
    }

    /** Held by the service that was asked, found by an equal value. */
    public static ManifestMatch exact(String manifestId) {
        return new ManifestMatch(manifestId, null, null);
    }

    /**
     * Held by the service that was asked, found by a near value.
     *
     * @param different bits of {@code bits} that differ; half of them is what two strangers have, and scores 0
     */
    public static ManifestMatch near(String manifestId, int different, int bits) {
        return new ManifestMatch(manifestId, null, Math.toIntExact(Math.max(0, 100L * (bits - 2L * different) / bits)));
    }
}
