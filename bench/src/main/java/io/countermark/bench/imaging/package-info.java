/** How fast pictures are decoded, beside OpenCV alone and the JDK's ImageIO. */
@NullMarked
package io.countermark.bench.imaging;

import org.jspecify.annotations.NullMarked;
