/** The one launcher: serve, protect, check, mark, read-mark, compare, sign, verify, log, bench. */
@NullMarked
package io.countermark.cli;

import org.jspecify.annotations.NullMarked;
