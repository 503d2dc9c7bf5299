/** Image files as bytes: what a file is, what its header says, and where metadata and credentials live in it. */
@NullMarked
package io.countermark.container;

import org.jspecify.annotations.NullMarked;
