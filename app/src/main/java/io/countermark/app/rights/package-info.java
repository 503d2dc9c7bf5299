/** Who may use a work: licences as grants with scope and term, and whether one explains a use. */
@ApplicationModule(displayName = "Rights")
@NullMarked
package io.countermark.app.rights;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
