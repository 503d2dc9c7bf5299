package io.countermark.app.screening;

import io.countermark.fingerprint.PdqHash;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Originals by the hash alone, for who has no picture to compare: a proposal, not a verdict. */
@Service
public class FingerprintLookup {

    /** PDQ's own advice for a match. */
    private static final int MAX_DISTANCE = 31;

    private final FingerprintIndex index;

    FingerprintLookup(FingerprintIndex index) {
        this.index = index;
    }

    /** @param distance 0 to 31 bits of 256 */
    public record Near(UUID assetId, int distance) {}

    /** The nearest first; only the given orientation, since mirrored and turned hashes need the picture. */
    public List<Near> near(UUID tenantId, PdqHash hash, int limit) {
        return index.of(tenantId).nearest(hash, MAX_DISTANCE, limit).stream()
                .map(near -> new Near(UUID.fromString(near.id()), near.distance()))
                .toList();
    }
}
