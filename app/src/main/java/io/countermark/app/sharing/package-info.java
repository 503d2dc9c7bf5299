/** Showing works to named people: share links with a term, and the record of every look. */
@ApplicationModule(displayName = "Sharing")
@NullMarked
package io.countermark.app.sharing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
