/**
 * Whether a picture is somebody's: exact digests, fingerprint with geometric verification, mark and credentials, side by side, each
 * with its reason. A match is a fact that a machine found; what follows from it is for people.
 */
@NullMarked
@ApplicationModule(
        displayName = "Screening",
        allowedDependencies = {"platform", "library", "protection"})
package io.countermark.app.screening;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
