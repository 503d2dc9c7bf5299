package io.countermark.app.library;

import io.countermark.app.platform.Tenancy;
import io.countermark.container.ImageFormat;
import io.countermark.vault.Vault;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/**
 * Takes in originals. The order is what makes an answer worth something: the bytes are checked and decoded within the limits, then
 * encrypted into the vault (fsynced), then put on record together with the job that will protect them; only then is it acknowledged.
 * A refusal happens before anything is stored.
 */
@Service
public class Registration {

    private static final int MAX_TITLE = 300;
    private static final int MAX_KEY = 255;

    private record Header(ImageFormat format, int width, int height) {}

    private final PictureGate gate;
    private final Vault vault;
    private final AssetTable assets;
    private final RevisionTable revisions;
    private final UploadKeyTable keys;
    private final ApplicationEventPublisher events;
    private final Tenancy tenancy;
    private final Clock clock;

    Registration(
            PictureGate gate,
            Vault vault,
            AssetTable assets,
            RevisionTable revisions,
            UploadKeyTable keys,
            ApplicationEventPublisher events,
            Tenancy tenancy,
            Clock clock) {
        this.gate = gate;
        this.vault = vault;
        this.assets = assets;
        this.revisions = revisions;
        this.keys = keys;
        this.events = events;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    /**
     * Archives an original and puts it on record.
     *
     * @throws io.countermark.imaging.ImageRejectedException when the bytes are not a picture within the limits
     * @throws UploadRefusedException                        for a misused idempotency key, a title too long, or when busy
     */
    public Receipt receive(Upload upload) {
        String title = title(upload);
        checkKey(upload.idempotencyKey());
        Sha256 sha256 = Sha256.digest(upload.content());
        Optional<Receipt> known = tenancy.in(upload.tenantId(), () -> known(upload, sha256));
        if (known.isPresent()) {
            return known.get();
        }
        Header header = gate.decoded(
                upload.content(),
                image -> new Header(
                        image.format(), image.picture().width(), image.picture().height()));
        Asset asset = asset(upload, title, sha256, header);
        vault.put(Library.objectName(asset.tenantId(), asset.id()), upload.content(), sha256.bytes());
        try {
            tenancy.run(upload.tenantId(), () -> record(upload, asset));
        } catch (DuplicateKeyException e) {
            // Another request with the same bytes was quicker; its record is as good.
            return tenancy.in(upload.tenantId(), () -> known(upload, sha256)).orElseThrow(() -> e);
        }
        return new Receipt(asset, Receipt.Outcome.CREATED);
    }

    private Optional<Receipt> known(Upload upload, Sha256 sha256) {
        String key = upload.idempotencyKey();
        Optional<UploadKeyTable.Used> used = key == null ? Optional.empty() : keys.find(upload.tenantId(), key);
        if (used.isPresent()) {
            if (!used.get().sha256().equals(sha256)) {
                throw new UploadRefusedException(
                        UploadRefusedException.Reason.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key was used for another file; use a new key for each file.");
            }
            return assets.find(upload.tenantId(), used.get().assetId())
                    .map(asset -> new Receipt(asset, Receipt.Outcome.REPEATED));
        }
        Optional<Asset> asset = assets.findByContent(upload.tenantId(), sha256);
        asset.ifPresent(there -> remember(upload, there));
        return asset.map(there -> new Receipt(there, Receipt.Outcome.KNOWN));
    }

    private void record(Upload upload, Asset asset) {
        assets.insert(asset, upload.memberId());
        revisions.addOnce(
                asset.tenantId(),
                asset.workId(),
                new Revision(
                        asset.receivedAt(), "received", upload.memberId(), null, asset.sha256(), asset.fileName()));
        remember(upload, asset);
        events.publishEvent(new AssetReceived(asset.tenantId(), asset.id()));
    }

    private void remember(Upload upload, Asset asset) {
        String key = upload.idempotencyKey();
        if (key != null) {
            keys.insert(asset.tenantId(), key, new UploadKeyTable.Used(asset.sha256(), asset.id()), now());
        }
    }

    private Asset asset(Upload upload, String title, Sha256 sha256, Header header) {
        return new Asset(
                AssetId.of(upload.tenantId(), sha256),
                upload.tenantId(),
                UUID.randomUUID(),
                title,
                FileName.safe(upload.fileName()),
                header.format(),
                upload.content().length,
                sha256,
                header.width(),
                header.height(),
                null,
                WorkState.RECEIVED,
                now());
    }

    private static String title(Upload upload) {
        String given = upload.title() == null
                ? ""
                : upload.title().replaceAll("\\p{C}", "").strip();
        if (given.length() > MAX_TITLE) {
            throw new UploadRefusedException(
                    UploadRefusedException.Reason.TITLE_TOO_LONG, "A title has at most " + MAX_TITLE + " characters.");
        }
        return given.isEmpty() ? FileName.title(FileName.safe(upload.fileName())) : given;
    }

    private static void checkKey(@Nullable String key) {
        if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
            throw new UploadRefusedException(
                    UploadRefusedException.Reason.IDEMPOTENCY_KEY_MALFORMED,
                    "An Idempotency-Key has 1 to " + MAX_KEY + " characters.");
        }
    }

    /** PostgreSQL keeps microseconds; so do we, that what is answered is what is on record. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
