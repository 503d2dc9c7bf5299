/** How fast the archive and the log are, beside plain ciphers and the disk. */
@NullMarked
package io.countermark.bench.storage;

import org.jspecify.annotations.NullMarked;
