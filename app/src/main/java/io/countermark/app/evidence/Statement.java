package io.countermark.app.evidence;

import io.countermark.transparency.LogEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to be said to the log about a work. The log shows commitments only; with their salts, which stay with the work, its holder
 * can open each of them to anybody.
 */
public sealed interface Statement {

    /** When the claimed thing happened. */
    Instant time();

    /** Of the bytes, 64 lower-case hexadecimal digits. */
    String sha256();

    /** Of the decoded pixels, 64 lower-case hexadecimal digits. */
    String pixelSha256();

    /** An original was taken in. */
    record Ingest(Instant time, String sha256, String pixelSha256) implements Statement {}

    /**
     * A rendition was made of an original.
     *
     * @param manifestLabel of the rendition's active C2PA manifest
     * @param parent        leaf hash of the original's entry, 64 lower-case hexadecimal digits
     */
    record Derive(Instant time, String sha256, String pixelSha256, String manifestLabel, String parent)
            implements Statement {}

    /** As an entry of the log calls it. */
    default LogEntry.Kind kind() {
        return switch (this) {
            case Ingest ingest -> LogEntry.Kind.INGEST;
            case Derive derive -> LogEntry.Kind.DERIVE;
        };
    }

    /** What is committed to, by name: {@code bytes}, {@code pixels}, and {@code manifest}, SHA-256 of the label. 32 bytes each. */
    default Map<String, byte[]> digests() {
        Map<String, byte[]> digests = new TreeMap<>();
        digests.put("bytes", HexFormat.of().parseHex(sha256()));
        digests.put("pixels", HexFormat.of().parseHex(pixelSha256()));
        switch (this) {
            case Ingest ingest -> {}
            case Derive derive -> digests.put("manifest", sha256(derive.manifestLabel()));
        }
        return digests;
    }

    /** Leaf hashes of what it follows from. */
    default List<byte[]> parents() {
        return switch (this) {
            case Ingest ingest -> List.of();
            case Derive derive -> List.of(HexFormat.of().parseHex(derive.parent()));
        };
    }

    private static byte[] sha256(String label) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(label.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
