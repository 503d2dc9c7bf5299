package io.countermark.app.library;

import java.util.UUID;

/** An original was archived and put on record. Published inside the transaction that does so. */
public record AssetReceived(UUID tenantId, UUID assetId) {}
