package io.countermark.credentials;

import io.countermark.credentials.CredentialsException.Reason;
import java.nio.ByteBuffer;

/** A manifest box without one of its assertions: the assertion's box is cut out, nothing else moves (C2PA 2.4, 6.8). */
final class RedactedManifest {

    private static final int HEADER = 8;

    private RedactedManifest() {}

    /**
     * @param manifest its superbox with header
     * @throws CredentialsException BAD_DEFINITION when it has no such assertion
     */
    static byte[] without(byte[] manifest, String assertion) {
        try {
            Superbox box = Jumbf.parse(manifest);
            Superbox store = box.child(JumbfType.ASSERTION_STORE).orElseThrow(() -> absent(assertion));
            Superbox target = store.child(assertion).orElseThrow(() -> absent(assertion));
            int from = start(box, target);
            int length = HEADER + target.payloadLength();
            byte[] shorter = new byte[manifest.length - length];
            System.arraycopy(manifest, 0, shorter, 0, from);
            System.arraycopy(manifest, from + length, shorter, from, shorter.length - from);
            ByteBuffer.wrap(shorter)
                    .putInt(0, shorter.length)
                    .putInt(start(box, store), HEADER + store.payloadLength() - length);
            return shorter;
        } catch (MalformedStoreException e) {
            throw new CredentialsException(
                    Reason.BAD_DEFINITION, "The manifest to redact can't be read: " + e.getMessage(), e);
        }
    }

    /** Where a box begins; only headers of 8 bytes can be moved, and no writer needs others. */
    private static int start(Superbox manifest, Superbox box) {
        int start = box.payloadOffset() - HEADER;
        if (ByteBuffer.wrap(manifest.store()).getInt(start) != HEADER + box.payloadLength()) {
            throw new CredentialsException(
                    Reason.BAD_DEFINITION, "The manifest to redact has boxes of unusual length fields");
        }
        return start;
    }

    private static CredentialsException absent(String assertion) {
        return new CredentialsException(
                Reason.BAD_DEFINITION, "The manifest has no assertion " + assertion + " to redact");
    }
}
