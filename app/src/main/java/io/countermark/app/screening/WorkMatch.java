package io.countermark.app.screening;

import io.countermark.fingerprint.Comparison;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered work that the picture is a copy of.
 *
 * @param workId  of the work
 * @param title   of the work
 * @param reasons at least one
 * @param edits   what was done to the original, as far as it could be seen
 * @param region  where the work is in the picture, in its pixels; null when it was not laid over
 */
public record WorkMatch(
        UUID workId, String title, List<Reason> reasons, List<String> edits, Comparison.@Nullable Region region) {

    public WorkMatch {
        reasons = List.copyOf(reasons);
        edits = List.copyOf(edits);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("A match has a reason");
        }
    }
}
