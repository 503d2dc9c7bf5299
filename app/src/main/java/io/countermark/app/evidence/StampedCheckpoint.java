package io.countermark.app.evidence;

import io.countermark.transparency.NoteKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

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
     * @param der      the token (RFC 3161)
     * @param root     of the authority
     * @param time     that it says
     * @param expires  when its authority's certificate ends
     * @param renewals tokens over the one before each, the oldest first
     */
    public record Token(byte[] der, X509Certificate root, Instant time, Instant expires, List<Token> renewals) {

        public Token {
            renewals = List.copyOf(renewals);
        }

        /** One that was never stamped again. */
        Token(byte[] der, X509Certificate root, Instant time, Instant expires) {
            this(der, root, time, expires, List.of());
        }

        /** The tokens in the order in which they were made. */
        public List<byte[]> chain() {
            return Stream.concat(Stream.of(der), renewals.stream().map(Token::der))
                    .toList();
        }

        /** The roots under which they stand. */
        public List<X509Certificate> roots() {
            return Stream.concat(Stream.of(root), renewals.stream().map(Token::root))
                    .distinct()
                    .toList();
        }
    }

    public StampedCheckpoint {
        witnesses = List.copyOf(witnesses);
        tokens = List.copyOf(tokens);
    }
}
