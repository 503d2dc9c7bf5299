package io.countermark.app.evidence;

import io.countermark.transparency.TlogProof;

/**
 * A statement with its proof under the earliest state of the log that was stamped after it.
 *
 * @param statement  what was said
 * @param proof      that the log holds it
 * @param checkpoint under which the proof stands
 */
public record ProvenStatement(LoggedStatement statement, TlogProof proof, StampedCheckpoint checkpoint) {}
