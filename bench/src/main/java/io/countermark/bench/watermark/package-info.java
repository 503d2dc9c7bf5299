/** How marks fare under seeded attacks of our own. */
@NullMarked
package io.countermark.bench.watermark;

import org.jspecify.annotations.NullMarked;
