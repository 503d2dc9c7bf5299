package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.app.library.PictureGate;
import io.countermark.app.library.ProtectionRecord;
import io.countermark.app.library.Sha256;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Reads the archived original back: what was received is what the vault gives, and it still decodes within the limits. */
@Component
class OpenOriginal {

    private final Library library;
    private final PictureGate gate;
    private final ProtectionRecord record;

    OpenOriginal(Library library, PictureGate gate, ProtectionRecord record) {
        this.library = library;
        this.gate = gate;
        this.record = record;
    }

    /** Hands the open original to {@code rest}. */
    void run(Asset asset, Consumer<OpenedOriginal> rest) {
        byte[] bytes = library.original(asset);
        if (!Sha256.digest(bytes).equals(asset.sha256())) {
            throw new ProtectionFailedException("archive-mismatch", "The archived original is not what was received.");
        }
        gate.decoded(bytes, image -> {
            record.archived(asset);
            rest.accept(new OpenedOriginal(asset, bytes, image));
            return true;
        });
    }
}
