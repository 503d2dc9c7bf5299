/** The complaint channel: notices, counter-notices, their elements under each legal profile, states and clocks. */
@ApplicationModule(displayName = "Cases")
@NullMarked
package io.countermark.app.cases;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
