/**
 * Gives a picture whose file lost its credentials their manifest back, by mark or fingerprint: C2PA's Soft Binding Resolution API over
 * an organisation's own works.
 */
@NullMarked
@ApplicationModule(
        displayName = "Resolution",
        allowedDependencies = {"platform", "library", "protection", "screening"})
package io.countermark.app.resolution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
