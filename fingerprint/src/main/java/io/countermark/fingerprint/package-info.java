/** Describe, compare and find copies of a picture. */
@NullMarked
package io.countermark.fingerprint;

import org.jspecify.annotations.NullMarked;
