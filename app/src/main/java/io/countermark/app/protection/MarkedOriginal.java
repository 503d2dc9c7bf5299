package io.countermark.app.protection;

import io.countermark.app.library.Marking;
import io.countermark.imaging.Picture;

/**
 * What is to be delivered, as pixels.
 *
 * @param original  what it was made from
 * @param marking   whether it carries the mark
 * @param picture   the marked pixels, or the original's own when a mark was refused
 */
record MarkedOriginal(DescribedOriginal original, Marking marking, Picture picture) {}
