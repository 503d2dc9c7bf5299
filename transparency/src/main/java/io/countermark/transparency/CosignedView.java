package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * When a checkpoint is believed: signed by the log, and co-signed by so many of these witnesses. As long as one witness of any two
 * quorums is honest, nobody can be shown another history than everybody else.
 *
 * @param log       the log's key, named like its origin
 * @param witnesses keys of those whose co-signatures count
 * @param needed    how many of them, 0 to their number
 */
public record CosignedView(NoteKey log, List<NoteKey> witnesses, int needed) {

    /** @throws LogException MALFORMED_KEY when more are needed than there are */
    public CosignedView {
        witnesses = List.copyOf(witnesses);
        if (needed < 0 || needed > witnesses.size()) {
            throw new LogException(Reason.MALFORMED_KEY, needed + " witnesses can't be needed of " + witnesses.size());
        }
    }

    /** The log alone is believed. */
    public static CosignedView of(NoteKey log) {
        return new CosignedView(log, List.of(), 0);
    }

    /**
     * A checkpoint that holds.
     *
     * @param checkpoint what it says
     * @param witnesses  names of those who co-signed it
     * @param note       as it was signed
     */
    public record Held(Checkpoint checkpoint, List<String> witnesses, String note) {

        public Held {
            witnesses = List.copyOf(witnesses);
        }
    }

    /**
     * Checks a checkpoint.
     *
     * @throws LogException BAD_SIGNATURE when a signature does not hold, or the log's is missing; NOT_COSIGNED when there are too few
     *     witnesses
     */
    public Held check(String note) {
        Checkpoint checkpoint = LogVerifier.verifyCheckpoint(note, log.text());
        SignedNote signed = SignedNote.parse(note);
        List<String> cosigned = new ArrayList<>();
        for (NoteKey witness : witnesses) {
            if (signed.signatures().stream().anyMatch(signature -> witness.verifies(signed, signature))) {
                cosigned.add(witness.name());
            }
        }
        if (cosigned.size() < needed) {
            throw new LogException(
                    Reason.NOT_COSIGNED,
                    "checkpoint: of " + checkpoint.size() + " entries, co-signed by " + cosigned.size() + " of the "
                            + needed + " witnesses that are needed; missing: "
                            + witnesses.stream()
                                    .map(NoteKey::name)
                                    .filter(name -> !cosigned.contains(name))
                                    .collect(Collectors.joining(", ")));
        }
        return new Held(checkpoint, cosigned, note);
    }
}
