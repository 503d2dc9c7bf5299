package io.countermark.app.library;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Tenancy;
import io.countermark.vault.Vault;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Puts originals on record for tests without the job that protects them, so that a test may take the steps itself. */
@Component
public class TestOriginals {

    private final Registration registration;

    TestOriginals(
            PictureGate gate,
            Vault vault,
            AssetTable assets,
            RevisionTable revisions,
            UploadKeyTable keys,
            Tenancy tenancy,
            Clock clock) {
        registration = new Registration(gate, vault, assets, revisions, keys, event -> {}, tenancy, clock);
    }

    /** The new asset. */
    public Asset receive(Caller caller, String fileName, byte[] content) {
        return registration
                .receive(new Upload(caller.tenantId(), caller.memberId(), fileName, null, null, content))
                .asset();
    }
}
