package io.countermark.app.protection;

import io.countermark.app.evidence.Logbook;
import io.countermark.app.evidence.LoggedStatement;
import io.countermark.app.evidence.Statement;
import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.app.library.ProtectionRecord;
import io.countermark.app.library.Rendition;
import org.springframework.stereotype.Component;

/** Says to the log that the original was taken in, and what was derived from it. */
@Component
class LogWork {

    private final Library library;
    private final Logbook logbook;
    private final ProtectionRecord record;

    LogWork(Library library, Logbook logbook, ProtectionRecord record) {
        this.library = library;
        this.logbook = logbook;
        this.record = record;
    }

    void run(Asset asset) {
        Asset.Description description = asset.description();
        Rendition rendition = library.rendition(asset.tenantId(), asset.id()).orElseThrow();
        if (description == null) {
            throw new IllegalStateException("A signed work is described");
        }
        LoggedStatement ingest = logbook.log(
                asset.tenantId(),
                asset.workId(),
                new Statement.Ingest(
                        asset.receivedAt(),
                        asset.sha256().hex(),
                        description.pixelSha256().hex()));
        LoggedStatement derive = logbook.log(
                asset.tenantId(),
                asset.workId(),
                new Statement.Derive(
                        rendition.signedAt(),
                        rendition.sha256().hex(),
                        rendition.pixelSha256().hex(),
                        rendition.manifestLabel(),
                        ingest.leafHash()));
        record.logged(asset, ingest.index() + ", " + derive.index());
    }
}
