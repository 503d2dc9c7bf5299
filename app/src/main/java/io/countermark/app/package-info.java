/** The product: one Spring Modulith module a package. */
@NullMarked
package io.countermark.app;

import org.jspecify.annotations.NullMarked;
