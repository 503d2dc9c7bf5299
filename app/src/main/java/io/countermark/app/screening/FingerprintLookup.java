package io.countermark.app.screening;

import io.countermark.fingerprint.Dihedral;
import io.countermark.fingerprint.PdqFingerprint;
import io.countermark.fingerprint.PdqHash;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Originals by the hash alone, for who has no picture to compare: a proposal, not a verdict. */
@Service
public class FingerprintLookup {

    /** PDQ's own advice for a match. */
    private static final int MAX_DISTANCE = 31;

    private static final int GOOD_QUALITY = 100;

    private final FingerprintIndex index;

    FingerprintLookup(FingerprintIndex index) {
        this.index = index;
    }

    /** @param distance 0 to 31 bits of 256 */
    public record Near(UUID assetId, int distance) {}

    /** The nearest first; only the given orientation, since mirrored and turned hashes need the picture. */
    public List<Near> near(UUID tenantId, PdqHash hash, int limit) {
        PdqFingerprint upright = new PdqFingerprint(Collections.nCopies(Dihedral.values().length, hash), GOOD_QUALITY);
        return index.nearest(tenantId, upright, MAX_DISTANCE, limit).stream()
                .map(candidate -> new Near(candidate.assetId(), candidate.distance()))
                .toList();
    }
}
