/**
 * Evidence packages of works: gathers what the other modules know of a work, and hands it out as one sealed ZIP that is verified
 * without this server.
 */
@NullMarked
@ApplicationModule(
        displayName = "Dossier",
        allowedDependencies = {"platform", "library", "evidence", "protection", "screening"})
package io.countermark.app.dossier;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
