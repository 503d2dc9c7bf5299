package io.countermark.app.evidence;

import io.countermark.app.platform.RefusedToStartException;
import io.countermark.transparency.Checkpoint;
import io.countermark.transparency.LogException;
import io.countermark.transparency.NoteKey;
import io.countermark.transparency.SignedNote;
import io.countermark.transparency.TransparencyLog;
import io.countermark.transparency.WitnessClient;
import java.io.IOException;
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

    private final List<WitnessClient> peers;
    private final TransparencyLog log;

    Witnesses(EvidenceSettings settings, TransparencyLog log) {
        this.peers = settings.witnesses().stream().map(Witnesses::peer).toList();
        this.log = log;
    }

    boolean isEmpty() {
        return peers.isEmpty();
    }

    /** The latest checkpoint with the co-signatures that could be got, and whose they are. */
    StampedCheckpoint cosigned() {
        String note = log.checkpoint();
        List<NoteKey> witnesses = new ArrayList<>();
        for (WitnessClient peer : peers) {
            try {
                note = peer.cosign(log, note);
                witnesses.add(peer.key());
                log.attach(note, peer.key());
            } catch (LogException e) {
                LOG.error("The witness {} refuses: {}", peer.key().name(), e.getMessage());
            } catch (IOException e) {
                LOG.warn("The witness {} did not co-sign: {}", peer.key().name(), e.getMessage());
            }
        }
        long size = Checkpoint.parse(SignedNote.parse(note).text()).size();
        return new StampedCheckpoint(note, size, witnesses, List.of());
    }

    private static WitnessClient peer(String text) {
        String[] parts = text.strip().split("\\s+", 2);
        try {
            if (parts.length == 2) {
                return new WitnessClient(parts[0], NoteKey.parse(parts[1]), PATIENCE);
            }
        } catch (LogException e) {
            throw new RefusedToStartException("countermark.evidence.witnesses: not URL and key: " + text, e);
        }
        throw new RefusedToStartException("countermark.evidence.witnesses: not URL and key: " + text);
    }
}
