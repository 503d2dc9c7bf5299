package io.countermark.credentials;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the claims of a store took out of the manifests of their ingredients (C2PA 2.4, 6.8).
 *
 * @param uris absolute JUMBF URIs of assertions
 */
record Redactions(Set<String> uris) {

    static Redactions of(List<Claim> claims) {
        Set<String> uris = new HashSet<>();
        claims.forEach(claim -> uris.addAll(claim.redacted()));
        return new Redactions(uris);
    }

    boolean covers(String manifest, String assertion) {
        return uris.contains(JumbfUri.absolute(manifest, Labels.ASSERTION_STORE + "/" + assertion));
    }

    boolean touches(String manifest) {
        return uris.stream().anyMatch(uri -> uri.startsWith(JumbfUri.manifest(manifest) + "/"));
    }
}
