/** Invisible and visible marks. */
@NullMarked
package io.countermark.watermark;

import org.jspecify.annotations.NullMarked;
