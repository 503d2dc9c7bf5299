package io.countermark.app.screening;

import io.countermark.app.library.Asset;
import io.countermark.app.library.AssetDescribed;
import io.countermark.app.library.Library;
import io.countermark.app.platform.IndexFolder;
import io.countermark.app.platform.Tenancy;
import io.countermark.fingerprint.Describer;
import io.countermark.fingerprint.index.CopyIndex;
import io.countermark.fingerprint.index.IndexException;
import io.countermark.fingerprint.index.PdqList;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The copy index of each organisation's originals, in the data folder under {@code index}. It holds nothing that database and archive do
 * not: when it is opened it is brought into line with them, and one that is damaged or of another version is made anew. First come the
 * codes that the database has, in one go; then, in the background, the features, for which the originals are read from the archive.
 */
@Service
class FingerprintIndex implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FingerprintIndex.class);

    /** One organisation's; guarded by itself. */
    private static final class Shelf {
        private @Nullable CopyIndex index;
    }

    private final Library library;
    private final Tenancy tenancy;
    private final ImageDecoder decoder;
    private final Path folder;
    private final Map<UUID, Shelf> shelves = new ConcurrentHashMap<>();
    /** Describes what is missing, which can be all there is. */
    private final ExecutorService catchingUp = worker("fingerprint-index-catch-up");
    /** Describes what was just registered. */
    private final ExecutorService registering = worker("fingerprint-index");

    private volatile boolean closing;

    @Autowired
    FingerprintIndex(Library library, Tenancy tenancy, ImageDecoder decoder, IndexFolder folder) {
        this(library, tenancy, decoder, folder.path());
    }

    FingerprintIndex(Library library, Tenancy tenancy, ImageDecoder decoder, Path folder) {
        this.library = library;
        this.tenancy = tenancy;
        this.decoder = decoder;
        this.folder = folder;
    }

    private static ExecutorService worker(String name) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** With at least the code of every original that is described. */
    CopyIndex of(UUID tenantId) {
        Shelf shelf = shelf(tenantId);
        synchronized (shelf) {
            CopyIndex open = shelf.index;
            if (open == null) {
                try {
                    open = open(folder.resolve(tenantId.toString()));
                    bringIntoLine(tenantId, open);
                } catch (IOException e) {
                    throw new UncheckedIOException("The copy index can't be used", e);
                }
                shelf.index = open;
            }
            return open;
        }
    }

    /** Damage is told, and made good, when the server starts. */
    @EventListener(ApplicationReadyEvent.class)
    void openAll() {
        catchingUp.execute(() -> {
            try {
                tenancy.all().forEach(this::of);
            } catch (RuntimeException e) {
                // Whatever is wrong with one organisation's index, the server starts and the others' indexes are
                // opened.
                LOG.error("A copy index can't be opened", e);
            }
        });
    }

    @TransactionalEventListener
    void on(AssetDescribed event) {
        String id = event.assetId().toString();
        Shelf shelf = shelf(event.tenantId());
        synchronized (shelf) {
            CopyIndex open = shelf.index;
            if (open != null && !open.contains(id)) {
                try {
                    open.addCodes(List.of(
                            new PdqList.Line(event.pdq().hash(), event.pdq().quality(), id)));
                } catch (IOException e) {
                    LOG.error("The code of original {} can't be added to the copy index", id, e);
                }
            }
        }
        // Not here: the transaction is at its end, and another one can't be begun before it is left.
        registering.execute(() -> describe(event.tenantId(), List.of(event.assetId())));
    }

    private static CopyIndex open(Path folder) throws IOException {
        try {
            return CopyIndex.open(folder);
        } catch (IndexException e) {
            LOG.warn("The copy index is made anew from database and archive: {}", e.getMessage());
            CopyIndex.erase(folder);
            return CopyIndex.open(folder);
        }
    }

    private void bringIntoLine(UUID tenantId, CopyIndex index) throws IOException {
        Map<String, Asset> described = new HashMap<>();
        library.described(tenantId).forEach(asset -> described.put(asset.id().toString(), asset));
        index.removeAll(
                index.ids().stream().filter(id -> !described.containsKey(id)).toList());
        List<PdqList.Line> codes = new ArrayList<>();
        List<UUID> undescribed = new ArrayList<>();
        for (Asset asset : described.values()) {
            String id = asset.id().toString();
            Asset.Description description = asset.description();
            if (description != null && !index.contains(id)) {
                codes.add(new PdqList.Line(
                        description.pdq().hash(), description.pdq().quality(), id));
            }
            if (!index.isDescribed(id)) {
                undescribed.add(asset.id());
            }
        }
        for (int from = 0; from < codes.size(); from += CopyIndex.MAX_BATCH) {
            index.addCodes(codes.subList(from, Math.min(codes.size(), from + CopyIndex.MAX_BATCH)));
        }
        if (!undescribed.isEmpty()) {
            LOG.info("{} originals are described anew for the copy index", undescribed.size());
            catchingUp.execute(() -> describe(tenantId, undescribed));
        }
    }

    private void describe(UUID tenantId, List<UUID> assets) {
        for (UUID id : assets) {
            if (closing) {
                return;
            }
            try {
                CopyIndex index = of(tenantId);
                if (!index.isDescribed(id.toString())) {
                    library.asset(tenantId, id).ifPresent(asset -> describe(index, asset));
                }
            } catch (RuntimeException e) {
                // It is found by its code; the next start tries again.
                LOG.error("Original {} can't be described for the copy index", id, e);
            }
        }
    }

    private void describe(CopyIndex index, Asset asset) {
        byte[] file = library.original(asset);
        try (DecodedImage image = decoder.decode(file)) {
            index.add(asset.id().toString(), Describer.describe(file, image.picture()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Shelf shelf(UUID tenantId) {
        return shelves.computeIfAbsent(tenantId, id -> new Shelf());
    }

    @Override
    public void close() {
        closing = true;
        // Not interrupted, which would tear files: what is under way ends with one picture.
        registering.close();
        catchingUp.close();
        shelves.values().forEach(shelf -> {
            synchronized (shelf) {
                if (shelf.index != null) {
                    shelf.index.close();
                }
            }
        });
    }
}
