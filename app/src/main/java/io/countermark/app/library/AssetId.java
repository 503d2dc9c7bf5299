package io.countermark.app.library;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Ids of assets and renditions, derived from what they name. An upload that is tried again after the server died between the vault
 * and the database names the same object in the vault, so nothing is stored twice and nothing needs to be tidied up.
 */
final class AssetId {

    private AssetId() {}

    /** Of the asset with these bytes in this organisation. */
    static UUID of(UUID tenantId, Sha256 content) {
        return named("asset", tenantId, content.bytes());
    }

    /** Of the one protected rendition of an asset. */
    static UUID ofRendition(UUID assetId) {
        return named("rendition", assetId, new byte[0]);
    }

    /** Of the rendition of an asset for a channel under a version of its rules. */
    static UUID ofChannel(UUID assetId, String channel, String rules) {
        return named("channel-rendition", assetId, (channel + '\n' + rules).getBytes(StandardCharsets.UTF_8));
    }

    /** A version 8 UUID (RFC 9562, 5.8): the first 122 free bits of SHA-256 over kind, scope and content. */
    private static UUID named(String kind, UUID scope, byte[] content) {
        byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer input = ByteBuffer.allocate(name.length + 16 + content.length)
                .put(name)
                .putLong(scope.getMostSignificantBits())
                .putLong(scope.getLeastSignificantBits())
                .put(content);
        ByteBuffer digest = ByteBuffer.wrap(Sha256.digest(input.array()).bytes());
        long high = (digest.getLong() & ~0xF000L) | 0x8000L;
        long low = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
