package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A witness at an address, asked by a log (c2sp.org/tlog-witness). Its answers are bounded in bytes and time. Thread-safe. */
public final class WitnessClient {

    private static final int LONGEST_ANSWER = 64 << 10;

    private final URI address;
    private final NoteKey key;
    private final BoundedHttp http;

    /**
     * @param prefix   its submission prefix, http or https
     * @param key      of its co-signatures
     * @param patience for each of the two requests that it may take
     * @throws LogException IO when it is not an address of HTTP
     */
    public WitnessClient(String prefix, NoteKey key, Duration patience) {
        this.address = BoundedHttp.address(prefix.replaceAll("/+$", "") + "/add-checkpoint");
        this.key = key;
        this.http = new BoundedHttp(patience, LONGEST_ANSWER);
    }

    /** The key of its co-signatures. */
    public NoteKey key() {
        return key;
    }

    /**
     * Has a checkpoint of a log co-signed. The witness says itself from which size it has to be led on.
     *
     * @return the checkpoint with the co-signature
     * @throws LogException BAD_SIGNATURE when the answer has none that holds; FORKED when the witness has seen another history or more
     *     entries than the log has
     * @throws IOException  when it does not answer, or refuses
     */
    public String cosign(TransparencyLog log, String checkpoint) throws IOException {
        long size = Checkpoint.parse(SignedNote.parse(checkpoint).text()).size();
        BoundedHttp.Answer answer = http.post(address, Witness.request(0, List.of(), checkpoint));
        long old = 0;
        if (answer.status() == 409) {
            old = size(answer);
            if (old > size) {
                throw new LogException(Reason.FORKED, "it has seen " + old + " entries, and the log has only " + size);
            }
            List<byte[]> proof = old == 0 || old == size ? List.of() : log.consistencyProof(old, size);
            answer = http.post(address, Witness.request(old, proof, checkpoint));
        }
        // A second 409 is another root for the same size, or somebody was quicker; that one is an answer like any
        // refusal.
        boolean otherRoot = answer.status() == 409 && old == size && size(answer) == size;
        if (otherRoot || answer.status() == 422) {
            throw new LogException(Reason.FORKED, "it has seen another history of " + old + " entries");
        }
        if (answer.status() != 200) {
            throw new IOException(address + " answers " + answer.status() + " " + text(answer));
        }
        return Witness.cosigned(checkpoint, new String(answer.body(), StandardCharsets.UTF_8), key);
    }

    private long size(BoundedHttp.Answer answer) throws IOException {
        String text = text(answer);
        if (!text.matches("0|[1-9][0-9]{0,17}")) {
            throw new IOException(address + " answers 409 without a size");
        }
        return Long.parseLong(text);
    }

    /** One short line without control characters, fit for a message. */
    private static String text(BoundedHttp.Answer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip().replaceAll("\\p{Cntrl}", " ");
        return text.substring(0, Math.min(200, text.length()));
    }
}
