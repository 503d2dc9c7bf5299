package io.countermark.app.markets;

import java.util.List;

/** How one rendition stands with one channel. */
public record Conformance(Channel channel, List<Finding> findings) {

    public Conformance {
        findings = List.copyOf(findings);
    }

    /** Whether the channel takes the rendition as it is. */
    public boolean accepted() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.REFUSED);
    }
}
