package io.countermark.app.screening;

import io.countermark.container.ImageFormat;
import io.countermark.fingerprint.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * A picture that was laid over one work.
 *
 * @param format     of the picture's file
 * @param comparison what was found
 * @param overlay    JPEG: the picture laid onto the original, with a heat map of the differences; null when it does not fit
 */
public record ComparedPicture(ImageFormat format, Comparison comparison, byte @Nullable [] overlay) {}
