package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.app.library.ProtectionRecord;
import io.countermark.app.library.Rendition;
import io.countermark.app.library.Sha256;
import org.springframework.stereotype.Component;

/** Reads the rendition back out of the vault before anybody is told that the work is protected. */
@Component
class VerifyRendition {

    private final Library library;
    private final ProtectionRecord record;

    VerifyRendition(Library library, ProtectionRecord record) {
        this.library = library;
        this.record = record;
    }

    void run(Asset asset) {
        Rendition rendition = library.rendition(asset.tenantId(), asset.id()).orElseThrow();
        byte[] content = library.content(asset.tenantId(), rendition);
        if (!Sha256.digest(content).equals(rendition.sha256())) {
            throw new ProtectionFailedException("archive-mismatch", "The archived rendition is not what was signed.");
        }
        record.completed(asset);
    }
}
