package io.countermark.app.evidence;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who stamps and co-signs the log.
 *
 * @param timeAuthorities addresses of RFC 3161 authorities; none for the embedded one, which says what this machine's clock says
 * @param timeRoots       PEM file with the roots of those authorities
 * @param timeNeeded      how many of the authorities, under roots of their own, must have stamped a state before it counts
 * @param renewBefore     how long before a token loses its force it is stamped again
 * @param witnesses       of the form {@code URL VERIFIER-KEY}
 */
@ConfigurationProperties("countermark.evidence")
record EvidenceSettings(
        @DefaultValue List<URI> timeAuthorities,
        @Nullable Path timeRoots,
        @DefaultValue("1") int timeNeeded,
        @DefaultValue("180d") Duration renewBefore,
        @DefaultValue List<String> witnesses) {}
