package io.countermark.app.markets;

import io.countermark.container.ImageFormat;

/**
 * What a channel's rules ask about a rendition.
 *
 * @param format      of the file
 * @param width       in pixels
 * @param height      in pixels
 * @param bytes       size of the file
 * @param whiteGround whether its ground is pure white
 * @param visibleMark whether it carries a visible mark
 */
public record RenditionFacts(
        ImageFormat format, int width, int height, long bytes, boolean whiteGround, boolean visibleMark) {}
