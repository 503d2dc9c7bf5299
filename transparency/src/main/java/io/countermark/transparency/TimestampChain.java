package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A time-stamp that was stamped again before it lost its force (RFC 4998, 5.2, time-stamp renewal). Each later token is over the SHA-256
 * of the DER of the one before, from an authority whose certificate lives longer; so the oldest still counts when its own authority's
 * key has long been thrown away. Each link can be checked alone: {@code openssl ts -verify -data OLDER.tst -token_in -in NEWER.tst}.
 *
 * @param links the oldest first; its time is when the checkpoint was there
 */
public record TimestampChain(List<Timestamp> links) {

    public TimestampChain {
        links = List.copyOf(links);
    }

    /** What a renewal is about: the SHA-256 of the token's DER. */
    public static byte[] imprint(byte[] token) {
        return Hasher.sha256().digest(token);
    }

    /**
     * Checks a token over a checkpoint and all its renewals.
     *
     * @param tokens  DER, the oldest first, at least one
     * @param anchors roots of the authorities that are trusted
     * @throws LogException BAD_SIGNATURE naming the first token that does not hold, or that came too late
     */
    public static TimestampChain verify(List<byte[]> tokens, String checkpoint, Collection<X509Certificate> anchors) {
        List<Timestamp> links = new ArrayList<>();
        byte[] imprint = Timestamp.imprint(checkpoint);
        for (byte[] token : tokens) {
            Timestamp link = Timestamp.verify(token, imprint, anchors);
            if (!links.isEmpty()) {
                inTime(links.getLast(), link, links.size());
            }
            links.add(link);
            imprint = imprint(token);
        }
        return new TimestampChain(links);
    }

    private static void inTime(Timestamp before, Timestamp link, int number) {
        if (link.time().isBefore(before.time()) || !link.time().isBefore(before.expires())) {
            throw new LogException(
                    Reason.BAD_SIGNATURE,
                    "Time-stamp: renewal " + number + " of " + link.time() + " is not between " + before.time()
                            + " and " + before.expires() + ", when the one before lost its force");
        }
    }

    /** When the checkpoint was there. */
    public Instant time() {
        return links.getFirst().time();
    }

    /** When the last link loses its force: renew before that. */
    public Instant expires() {
        return links.getLast().expires();
    }
}
