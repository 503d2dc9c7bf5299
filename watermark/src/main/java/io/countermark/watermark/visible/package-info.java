/** Marks to be seen, text or logo, and the channels that forbid or want them. */
@NullMarked
package io.countermark.watermark.visible;

import org.jspecify.annotations.NullMarked;
