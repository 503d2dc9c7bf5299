/** Tests that run the packaged product from outside, as a user does. */
@NullMarked
package io.countermark.dist;

import org.jspecify.annotations.NullMarked;
