package io.countermark.credentials;

import io.countermark.container.CredentialSlot;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.credentials.ValidationReport.State;
import java.time.Instant;
import java.util.List;

/**
 * Jazzer's target for the parsers of manifest stores. The bytes are taken as a file, and as the store of a small JPEG: JUMBF, CBOR,
 * COSE, certificates, time-stamps. Nothing may be thrown, and nothing that a fuzzer makes up is trusted.
 */
public final class StoreFuzz {

    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final ManifestValidator VALIDATOR = new ManifestValidator(List.of(), List.of());
    private static final byte[] PICTURE = Samples.picture("jpg", 24, 16);
    private static final int MAX_STORE = 1 << 20;

    private StoreFuzz() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(input);
        if (input.length > 8 && input.length < MAX_STORE) {
            CredentialSlot slot = EmbeddedCredentials.reserve(PICTURE, input.length);
            check(slot.fill(input));
        }
    }

    private static void check(byte[] file) {
        ValidationReport report = VALIDATOR.validate(file, NOW);
        if (report.state() == State.TRUSTED) {
            throw new AssertionError("Trusted without an anchor");
        }
        VALIDATOR.crJson(file, NOW);
    }
}
