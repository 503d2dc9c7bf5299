package io.countermark.app.evidence;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who stamps and co-signs the log.
 *
 * @param timeAuthorities addresses of RFC 3161 authorities; none for the embedded one, which says what this machine's clock says
 * @param timeRoots       PEM file with the roots of those authorities
 * @param witnesses       of the form {@code URL VERIFIER-KEY}
 */
@ConfigurationProperties("countermark.evidence")
record EvidenceSettings(
        @DefaultValue List<URI> timeAuthorities,
        @Nullable Path timeRoots,
        @DefaultValue List<String> witnesses) {}
