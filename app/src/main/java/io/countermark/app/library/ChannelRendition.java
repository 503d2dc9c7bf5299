package io.countermark.app.library;

import io.countermark.container.ImageFormat;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rendition for one channel, from the moment somebody ordered it.
 *
 * @param id      also the name of the object in the vault, version 1
 * @param assetId what it is made from
 * @param channel for example {@code amazon.main}
 * @param rules   version of the channel's rules that it obeys
 * @param file    what was made; null before
 * @param refusal why none can be made; null unless {@link State#REFUSED}
 */
public record ChannelRendition(
        UUID id,
        UUID assetId,
        String channel,
        String rules,
        State state,
        Instant orderedAt,
        @Nullable File file,
        @Nullable Refusal refusal) {

    /** How far it has come. */
    public enum State {
        ORDERED,
        MADE,
        REFUSED
    }

    /**
     * The file that is handed out.
     *
     * @param byteLength    in bytes
     * @param sha256        of the signed bytes
     * @param pixelSha256   of its decoded pixels
     * @param width         in pixels
     * @param height        in pixels
     * @param manifestLabel of its active C2PA manifest
     * @param marked        whether the invisible mark was read back from it
     */
    public record File(
            ImageFormat format,
            long byteLength,
            Sha256 sha256,
            Sha256 pixelSha256,
            int width,
            int height,
            String manifestLabel,
            boolean marked) {}

    /**
     * @param code   for programs
     * @param detail for people
     */
    public record Refusal(String code, String detail) {}
}
