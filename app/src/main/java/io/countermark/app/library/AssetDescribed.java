package io.countermark.app.library;

import io.countermark.fingerprint.PdqFingerprint;
import java.util.UUID;

/** The fingerprint of an original is on record; from now on it is to be found. */
public record AssetDescribed(UUID tenantId, UUID assetId, PdqFingerprint pdq) {}
