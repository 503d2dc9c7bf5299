package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import io.countermark.transparency.NoteKey.Algorithm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a cosignature is over (c2sp.org/tlog-cosignature, "Ed25519 signed message" and "ML-DSA-44 signed message"). */
final class Cosignature {

    private Cosignature() {}

    static byte[] message(Algorithm algorithm, String cosigner, long seconds, String checkpoint) {
        return switch (algorithm) {
            case ED25519 -> throw new IllegalArgumentException("A plain signature is over the text");
            case ED25519_COSIGNATURE ->
                ("cosignature/v1\ntime " + seconds + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
            case ML_DSA_44_COSIGNATURE -> subtree(cosigner, seconds, Checkpoint.parse(checkpoint));
        };
    }

    private static byte[] subtree(String cosigner, long seconds, Checkpoint checkpoint) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII));
        prefixed(out, cosigner);
        out.writeBytes(ByteBuffer.allocate(8).putLong(seconds).array());
        prefixed(out, checkpoint.origin());
        out.writeBytes(
                ByteBuffer.allocate(16).putLong(0).putLong(checkpoint.size()).array());
        out.writeBytes(checkpoint.rootHash());
        return out.toByteArray();
    }

    private static void prefixed(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 1 || bytes.length > 255) {
            throw new LogException(Reason.MALFORMED_KEY, "A cosigned name has 1 to 255 bytes");
        }
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
