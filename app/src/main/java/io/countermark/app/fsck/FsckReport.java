package io.countermark.app.fsck;

import java.util.List;

/**
 * What was compared, and what differs.
 *
 * @param organisations number of
 * @param works         on record
 * @param objects       read from the archive and held against the record
 * @param bytes         of their content
 * @param entries       in the log
 * @param differences   in the order in which they were met: log, statements, archive
 * @param removed       orphans that were removed
 */
public record FsckReport(
        int organisations,
        long works,
        long objects,
        long bytes,
        long entries,
        List<Difference> differences,
        int removed) {

    public FsckReport {
        differences = List.copyOf(differences);
    }

    /** Whether nothing differs that matters. */
    public boolean sound() {
        return differences.stream().allMatch(one -> one.kind().harmless());
    }
}
