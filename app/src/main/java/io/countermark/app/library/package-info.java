/**
 * Works, assets, renditions and their revisions: what an organisation owns, as it arrived and as it is delivered, with the timeline of
 * each work. Other modules ask {@link io.countermark.app.library.Library}; nobody else touches its tables.
 */
@NullMarked
@ApplicationModule(
        displayName = "Library",
        allowedDependencies = {"platform", "evidence"})
package io.countermark.app.library;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
