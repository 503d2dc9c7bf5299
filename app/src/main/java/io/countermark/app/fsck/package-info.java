/**
 * Holds database, archive, log and copy indexes against each other, with the server stopped, and names each difference. It starts what it
 * needs of the platform itself: nothing of it runs in the server.
 */
@NullMarked
@ApplicationModule(
        displayName = "Consistency check",
        allowedDependencies = {"platform", "library", "evidence"})
package io.countermark.app.fsck;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
