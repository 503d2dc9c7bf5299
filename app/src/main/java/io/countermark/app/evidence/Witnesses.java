package io.countermark.app.evidence;

import io.countermark.app.platform.RefusedToStartException;
import io.countermark.transparency.Checkpoint;
import io.countermark.transparency.LogException;
import io.countermark.transparency.NoteKey;
import io.countermark.transparency.SignedNote;
import io.countermark.transparency.TransparencyLog;
import io.countermark.transparency.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks witnesses to co-sign the log (c2sp.org/tlog-witness). One that does not answer is left out and asked again next time. */
@Component
class Witnesses {

    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST_ANSWER = 64 << 10;

    private record Peer(URI address, NoteKey key) {}

    private record Answer(int status, String body) {}

    private final List<Peer> peers;
    private final TransparencyLog log;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    Witnesses(EvidenceSettings settings, TransparencyLog log) {
        this.peers = settings.witnesses().stream().map(Witnesses::peer).toList();
        this.log = log;
    }

    /** The latest checkpoint with the co-signatures that could be got, and whose they are. */
    StampedCheckpoint cosigned() {
        String note = log.checkpoint();
        List<NoteKey> witnesses = new ArrayList<>();
        for (Peer peer : peers) {
            try {
                note = Witness.cosigned(note, ask(peer, note), peer.key());
                witnesses.add(peer.key());
                log.attach(note, peer.key());
            } catch (LogException | IOException e) {
                LOG.warn("The witness {} did not co-sign: {}", peer.key().name(), e.getMessage());
            }
        }
        return new StampedCheckpoint(note, checkpoint(note).size(), witnesses, List.of());
    }

    /** Co-signature lines. The witness says itself from which size it has to be led on. */
    private String ask(Peer peer, String note) throws IOException {
        long size = checkpoint(note).size();
        Answer answer = post(peer, Witness.request(0, List.of(), note));
        if (answer.status() == 409) {
            long old = Long.parseLong(answer.body().strip());
            if (old > size) {
                throw new IOException("it has seen " + old + " entries, more than the log has");
            }
            List<byte[]> proof = old == 0 || old == size ? List.of() : log.consistencyProof(old, size);
            answer = post(peer, Witness.request(old, proof, note));
        }
        if (answer.status() != 200) {
            throw new IOException(
                    "it answered " + answer.status() + " " + answer.body().strip());
        }
        return answer.body();
    }

    private Answer post(Peer peer, String body) throws IOException {
        try {
            HttpResponse<InputStream> response = http.send(
                    HttpRequest.newBuilder(peer.address())
                            .timeout(PATIENCE)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return new Answer(
                        response.statusCode(), new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private static Checkpoint checkpoint(String note) {
        return Checkpoint.parse(SignedNote.parse(note).text());
    }

    private static Peer peer(String text) {
        String[] parts = text.strip().split("\\s+", 2);
        try {
            if (parts.length == 2) {
                return new Peer(
                        URI.create(parts[0].replaceAll("/+$", "") + "/add-checkpoint"), NoteKey.parse(parts[1]));
            }
        } catch (IllegalArgumentException | LogException e) {
            throw new RefusedToStartException("countermark.evidence.witnesses: not URL and key: " + text, e);
        }
        throw new RefusedToStartException("countermark.evidence.witnesses: not URL and key: " + text);
    }
}
