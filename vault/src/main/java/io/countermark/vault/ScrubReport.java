package io.countermark.vault;

import java.util.List;

/**
 * What a scrub saw.
 *
 * @param objects  number of objects read
 * @param bytes    of their content
 * @param findings what is wrong, in the order it was met; empty when all is well
 */
public record ScrubReport(long objects, long bytes, List<Finding> findings) {

    public ScrubReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean clean() {
        return findings.isEmpty();
    }

    /**
     * @param file   below the vault's folder, with slashes
     * @param reason why
     * @param detail for people
     */
    public record Finding(String file, VaultException.Reason reason, String detail) {}
}
