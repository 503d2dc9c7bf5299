/** What every module may use: ids, clock, tenancy, keys and storage, jobs, problem details, the frame of the pages. */
@NullMarked
@ApplicationModule(
        displayName = "Platform",
        allowedDependencies = {})
package io.countermark.app.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
