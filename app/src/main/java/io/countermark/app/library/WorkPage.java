package io.countermark.app.library;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of works, newest first.
 *
 * @param works at most the number asked for
 * @param next  where the next page starts; null on the last
 */
public record WorkPage(List<WorkSummary> works, @Nullable Cursor next) {

    public WorkPage {
        works = List.copyOf(works);
    }

    /**
     * A place in the list: the last work already shown.
     *
     * <p>As text: base64url without padding of 8 bytes of microseconds since 1970 and 16 bytes of the id, big-endian.
     */
    public record Cursor(Instant createdAt, UUID workId) {

        private static final int LENGTH = Long.BYTES * 3;

        /** For a URL. */
        public String text() {
            long micros = Math.addExact(
                    Math.multiplyExact(createdAt.getEpochSecond(), 1_000_000L), createdAt.getNano() / 1_000);
            byte[] bytes = ByteBuffer.allocate(LENGTH)
                    .putLong(micros)
                    .putLong(workId.getMostSignificantBits())
                    .putLong(workId.getLeastSignificantBits())
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        /** Empty when the text is not a cursor. */
        public static Optional<Cursor> parse(String text) {
            byte[] bytes;
            try {
                bytes = Base64.getUrlDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
            if (bytes.length != LENGTH) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long micros = buffer.getLong();
            Instant createdAt = Instant.ofEpochSecond(
                    Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
            return Optional.of(new Cursor(createdAt, new UUID(buffer.getLong(), buffer.getLong())));
        }
    }
}
