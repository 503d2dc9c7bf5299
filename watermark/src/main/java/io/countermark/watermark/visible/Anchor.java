package io.countermark.watermark.visible;

/** Where in the picture a single mark stands. */
public enum Anchor {
    TOP_LEFT(0, 0),
    TOP(0.5, 0),
    TOP_RIGHT(1, 0),
    LEFT(0, 0.5),
    CENTRE(0.5, 0.5),
    RIGHT(1, 0.5),
    BOTTOM_LEFT(0, 1),
    BOTTOM(0.5, 1),
    BOTTOM_RIGHT(1, 1);

    private final double across;
    private final double down;

    Anchor(double across, double down) {
        this.across = across;
        this.down = down;
    }

    /** For example {@code bottom-right}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Left edge of something this wide, in pixels. */
    int x(int pictureWidth, int width, int margin) {
        return margin + (int) Math.round((pictureWidth - width - 2 * margin) * across);
    }

    /** Top edge of something this high, in pixels. */
    int y(int pictureHeight, int height, int margin) {
        return margin + (int) Math.round((pictureHeight - height - 2 * margin) * down);
    }
}
