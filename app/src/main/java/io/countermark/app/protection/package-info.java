/**
 * The way of a work from its archived original to a marked, signed and logged rendition: durable steps, each safe to run twice.
 */
@NullMarked
@ApplicationModule(
        displayName = "Protection",
        allowedDependencies = {"platform", "library", "evidence", "markets"})
package io.countermark.app.protection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
