/** Evidence packages: one ZIP with all that shows what is known of a picture, sealed, and verified without any server. */
@NullMarked
package io.countermark.evidence;

import org.jspecify.annotations.NullMarked;
