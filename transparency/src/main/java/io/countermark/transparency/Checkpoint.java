package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.util.Base64;
import java.util.List;

/**
 * A tree head as c2sp.org/tlog-checkpoint writes it: three lines, each ending in a newline.
 *
 * @param origin   of the log, its name everywhere
 * @param size     number of entries
 * @param rootHash 32 bytes
 */
public record Checkpoint(String origin, long size, byte[] rootHash) {

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(rootHash) + "\n";
    }

    /**
     * Reads the text of a note; extension lines are allowed and ignored.
     *
     * @throws LogException CORRUPT
     */
    public static Checkpoint parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || lines.get(0).isEmpty() || !lines.get(1).matches("0|[1-9][0-9]{0,17}")) {
            throw new LogException(Reason.CORRUPT, "checkpoint: not origin, size, root");
        }
        try {
            byte[] root = Base64.getDecoder().decode(lines.get(2));
            if (root.length == Hasher.LENGTH
                    && Base64.getEncoder().encodeToString(root).equals(lines.get(2))) {
                return new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), root);
            }
        } catch (IllegalArgumentException e) {
            throw new LogException(Reason.CORRUPT, "checkpoint: the root is not base64", e);
        }
        throw new LogException(Reason.CORRUPT, "checkpoint: the root is not 32 bytes in base64");
    }
}
