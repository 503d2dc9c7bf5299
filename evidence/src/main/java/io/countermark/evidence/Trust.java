package io.countermark.evidence;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the one who verifies knows from elsewhere. Without any of it a package is still checked against what it says itself; that shows
 * that nothing was changed since it was sealed, and not who sealed it.
 *
 * @param logKey    verifier key of the log; null to take the package's word for it
 * @param timeRoots roots of time-stamping authorities; empty to take the package's
 */
public record Trust(@Nullable String logKey, List<X509Certificate> timeRoots) {

    /** Takes the package's word. */
    public static final Trust PACKAGE_ALONE = new Trust(null, List.of());

    public Trust {
        timeRoots = List.copyOf(timeRoots);
    }

    public static Trust in(String logKey, Collection<X509Certificate> timeRoots) {
        return new Trust(logKey.strip(), List.copyOf(timeRoots));
    }
}
