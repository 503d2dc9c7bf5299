/** Pixels: bounded decode, encode, colour, resize. */
@NullMarked
package io.countermark.imaging;

import org.jspecify.annotations.NullMarked;
