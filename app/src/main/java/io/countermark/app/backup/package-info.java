/** Back-up of a stopped server's data folder, restoring, and the drill that tries out that a back-up can be restored. */
@NullMarked
@ApplicationModule(
        displayName = "Back-up",
        allowedDependencies = {"platform", "fsck"})
package io.countermark.app.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
