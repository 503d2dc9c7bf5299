package io.countermark.app.evidence;

import io.countermark.transparency.NoteKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A signed state of the log, with what others said about when they saw it.
 *
 * @param note      the checkpoint, with co-signatures
 * @param size      number of entries that it covers
 * @param witnesses keys of those who co-signed it
 * @param tokens    of time-stamping authorities; none when no one has stamped it
 */
public record StampedCheckpoint(String note, long size, List<NoteKey> witnesses, List<Token> tokens) {

    /**
     * @param der  the token (RFC 3161)
     * @param root of the authority
     * @param time that it says
     */
    public record Token(byte[] der, X509Certificate root, Instant time) {}

    public StampedCheckpoint {
        witnesses = List.copyOf(witnesses);
        tokens = List.copyOf(tokens);
    }
}
