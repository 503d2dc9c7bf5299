/** Channels of marketplaces: their published picture rules as dated data, and whether a rendition obeys them. */
@ApplicationModule(displayName = "Markets")
@NullMarked
package io.countermark.app.markets;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
