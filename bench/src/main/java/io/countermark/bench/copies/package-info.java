/** How many altered copies are found, and how many strangers accused, attack by attack. */
@NullMarked
package io.countermark.bench.copies;

import org.jspecify.annotations.NullMarked;
