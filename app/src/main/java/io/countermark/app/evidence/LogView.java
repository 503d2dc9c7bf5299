package io.countermark.app.evidence;

/**
 * The log as it stands, for people.
 *
 * @param origin      of the log
 * @param size        number of entries
 * @param rootHash    base64, as the checkpoint has it
 * @param checkpoint  the signed note
 * @param verifierKey with which anybody can check it
 */
record LogView(String origin, long size, String rootHash, String checkpoint, String verifierKey) {

    /** Reads the three lines of a checkpoint (c2sp.org/tlog-checkpoint). */
    static LogView of(String checkpoint, String verifierKey) {
        String[] lines = checkpoint.split("\n", 4);
        return new LogView(lines[0], Long.parseLong(lines[1]), lines[2], checkpoint, verifierKey);
    }
}
