/**
 * The app's door to the transparency log: what is said to it about a work, proofs of it, and the log as anybody may read it.
 */
@NullMarked
@ApplicationModule(
        displayName = "Evidence",
        allowedDependencies = {"platform"})
package io.countermark.app.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
