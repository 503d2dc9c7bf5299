package io.countermark.app.screening;

import io.countermark.app.library.Asset;
import io.countermark.app.library.AssetDescribed;
import io.countermark.app.library.Library;
import io.countermark.fingerprint.PdqFingerprint;
import io.countermark.fingerprint.PdqHash;
import io.countermark.fingerprint.PdqIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The fingerprints of each organisation's originals in memory. An organisation's are read from the database when it first asks, and
 * follow each registration from then on.
 */
@Service
class FingerprintIndex {

    /** One organisation's; guarded by itself. */
    private static final class Shelf {
        private final PdqIndex index = new PdqIndex();
        private final Set<UUID> present = new HashSet<>();
        private boolean loaded;

        private void add(UUID assetId, PdqHash hash) {
            if (present.add(assetId)) {
                index.add(assetId.toString(), hash);
            }
        }
    }

    /**
     * An original that may be the source.
     *
     * @param distance Hamming distance of the hashes, 0 to 256
     */
    record Candidate(UUID assetId, int distance) {}

    private final Library library;
    private final Map<UUID, Shelf> shelves = new ConcurrentHashMap<>();

    FingerprintIndex(Library library) {
        this.library = library;
    }

    /** The nearest originals of an organisation, nearest first. */
    List<Candidate> nearest(UUID tenantId, PdqFingerprint query, int maxDistance, int limit) {
        return loaded(tenantId).index.search(query, maxDistance, limit).stream()
                .map(hit -> new Candidate(UUID.fromString(hit.id()), hit.distance()))
                .toList();
    }

    @TransactionalEventListener
    void on(AssetDescribed event) {
        Shelf shelf = shelf(event.tenantId());
        synchronized (shelf) {
            shelf.add(event.assetId(), event.pdq().hash());
        }
    }

    private Shelf loaded(UUID tenantId) {
        Shelf shelf = shelf(tenantId);
        synchronized (shelf) {
            if (!shelf.loaded) {
                for (Asset asset : library.described(tenantId)) {
                    Asset.Description description = asset.description();
                    if (description != null) {
                        shelf.add(asset.id(), description.pdq().hash());
                    }
                }
                shelf.loaded = true;
            }
        }
        return shelf;
    }

    private Shelf shelf(UUID tenantId) {
        return shelves.computeIfAbsent(tenantId, id -> new Shelf());
    }
}
