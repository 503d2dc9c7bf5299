/** Encrypted archive on a folder. */
@NullMarked
package io.countermark.vault;

import org.jspecify.annotations.NullMarked;
