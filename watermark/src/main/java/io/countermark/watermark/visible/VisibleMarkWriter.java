package io.countermark.watermark.visible;

import io.countermark.imaging.Picture;
import io.countermark.watermark.visible.VisibleMarkRefusedException.Reason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Draws visible marks. Thread-safe.
 *
 * <p>Blends into blue, green and red (or gray) in the picture's own depth; alpha, size and format stay. The tone of a text follows the
 * luma of the ground around each pixel, so that a line that crosses from a dark thing onto a white page can be read on both.
 */
public final class VisibleMarkWriter {

    /** The least shorter side of a picture, in pixels. */
    public static final int LEAST_SIDE = 64;

    /** The greatest number of pixels. */
    public static final long MOST_PIXELS = 50_000_000;

    /** In pixels; what is smaller than this in one direction is a smudge. */
    private static final int LEAST_MARK = 6;

    private static final int MIDDLE = 128;
    private static final int DARK = 16;
    private static final int LIGHT = 255;
    private static final double RIM_OPACITY = 0.55;
    private static final double LOGO_RIM_OPACITY = 0.9;
    /** Logos that differ less from their ground get a rim, in grey levels. */
    private static final double LOW_CONTRAST = 70;

    private final ChannelPolicy policy;

    public VisibleMarkWriter(ChannelPolicy policy) {
        this.policy = policy;
    }

    /**
     * @param picture a new picture, the caller's to close
     * @param marks   how many were drawn, whole or in part
     * @param channel whose rule was asked; null when none was named
     */
    public record Drawn(
            Picture picture, int marks, @Nullable MarkChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            picture.close();
        }
    }

    /**
     * A copy for a channel.
     *
     * @param channel an id of the policy; null for a picture that goes to no channel with rules
     * @throws VisibleMarkRefusedException when the channel forbids it or it can't be drawn; nothing is drawn then
     */
    public Drawn write(Picture picture, VisibleMark mark, @Nullable String channel) {
        MarkChannel asked = channel == null ? null : policy.requireVisible(channel);
        requireSize(picture);
        int markWidth = (int) Math.round(mark.size() * picture.width());
        double angle = mark.placement() instanceof VisibleMark.Tiled tiled ? tiled.angle() : 0;
        Stencil stencil = Stencil.of(mark.content(), markWidth, picture.height(), angle);
        if (Math.min(stencil.width(), stencil.height()) < LEAST_MARK) {
            throw new VisibleMarkRefusedException(
                    Reason.TOO_SMALL,
                    "The mark would be %d x %d pixels; choose a greater size"
                            .formatted(stencil.width(), stencil.height()));
        }
        Ground ground = Ground.of(picture, Math.min(stencil.width(), stencil.height()));
        Picture copy = Picture.adopt(picture.mat().clone());
        Brush brush = new Brush(copy, stencil, ground, mark.opacity(), stencil.luma());
        int marks = switch (mark.placement()) {
            case VisibleMark.Single single -> single(copy, stencil, single, brush);
            case VisibleMark.Tiled tiled -> tiled(copy, stencil, tiled, markWidth, brush);
        };
        return new Drawn(copy, marks, asked);
    }

    private static void requireSize(Picture picture) {
        if (Math.min(picture.width(), picture.height()) < LEAST_SIDE) {
            throw new VisibleMarkRefusedException(
                    Reason.TOO_SMALL,
                    "A picture for a visible mark has at least %d pixels a side".formatted(LEAST_SIDE));
        }
        if ((long) picture.width() * picture.height() > MOST_PIXELS) {
            throw new VisibleMarkRefusedException(
                    Reason.TOO_LARGE, "The picture has more than %,d pixels".formatted(MOST_PIXELS));
        }
    }

    private static int single(Picture picture, Stencil stencil, VisibleMark.Single single, Brush brush) {
        int margin = (int) Math.round(single.margin() * Math.min(picture.width(), picture.height()));
        brush.put(
                single.anchor().x(picture.width(), stencil.width(), margin),
                single.anchor().y(picture.height(), stencil.height(), margin));
        return 1;
    }

    /** Rows along the angle; every second one is shifted by half a step, so that no cut between marks goes through. */
    private static int tiled(Picture picture, Stencil stencil, VisibleMark.Tiled tiled, int markWidth, Brush brush) {
        double cos = Math.cos(Math.toRadians(tiled.angle()));
        double sin = Math.sin(Math.toRadians(tiled.angle()));
        double along = markWidth * (1 + tiled.gap());
        // The mark's own height from the turned box: box height = width sin + height cos, and the box width the other
        // way.
        double height = Math.max(LEAST_MARK, ownHeight(stencil, markWidth, Math.abs(cos), Math.abs(sin)));
        double across = height + Math.max(height, 0.6 * markWidth * tiled.gap());
        double reach = Math.hypot(picture.width(), picture.height()) / 2 + along;
        int marks = 0;
        int rows = (int) Math.ceil(reach / across);
        int columns = (int) Math.ceil(reach / along) + 1;
        for (int row = -rows; row <= rows; row++) {
            double shift = (row & 1) == 0 ? 0 : 0.5;
            for (int column = -columns; column <= columns; column++) {
                double u = (column + shift) * along;
                double v = row * across;
                int x = (int) Math.round(picture.width() / 2.0 + u * cos + v * sin - stencil.width() / 2.0);
                int y = (int) Math.round(picture.height() / 2.0 - u * sin + v * cos - stencil.height() / 2.0);
                marks += brush.put(x, y) ? 1 : 0;
            }
        }
        return marks;
    }

    private static double ownHeight(Stencil stencil, int markWidth, double cos, double sin) {
        return cos > sin ? (stencil.height() - markWidth * sin) / cos : (stencil.width() - markWidth * cos) / sin;
    }

    /**
     * Puts one stencil down again and again.
     *
     * @param own mean luma of a logo; below 0 for a text
     */
    private record Brush(Picture picture, Stencil stencil, Ground ground, double opacity, double own) {

        /** Whether any of it lies within the picture. */
        boolean put(int left, int top) {
            int fromX = Math.max(0, left);
            int toX = Math.min(picture.width(), left + stencil.width());
            int fromY = Math.max(0, top);
            int toY = Math.min(picture.height(), top + stencil.height());
            if (fromX >= toX || fromY >= toY) {
                return false;
            }
            double rim = RIM_OPACITY;
            if (own >= 0) {
                int middle = ground.at(left + stencil.width() / 2, top + stencil.height() / 2);
                rim = Math.abs(own - middle) < LOW_CONTRAST ? LOGO_RIM_OPACITY : 0;
            }
            for (int y = fromY; y < toY; y++) {
                for (int x = fromX; x < toX; x++) {
                    pixel(x, y, (y - top) * stencil.width() + x - left, rim);
                }
            }
            return true;
        }

        private void pixel(int x, int y, int at, double rim) {
            int outer = stencil.rim()[at] & 0xFF;
            if (outer == 0) {
                return;
            }
            int inner = stencil.ink()[at] & 0xFF;
            boolean dark = own >= 0 ? own < MIDDLE : ground.at(x, y) >= MIDDLE;
            int[] colours = stencil.colours();
            int ink = colours != null ? colours[at] : gray(dark ? DARK : LIGHT);
            blend(x, y, opacity * rim * (outer - inner) / 255, gray(dark ? LIGHT : DARK));
            blend(x, y, opacity * inner / 255, ink);
        }

        private static int gray(int level) {
            return level * 0x010101;
        }

        private void blend(int x, int y, double share, int rgb) {
            if (share <= 0) {
                return;
            }
            int channels = picture.format().channels();
            long first = ((long) y * picture.width() + x) * channels;
            if (channels == 1) {
                sample(first, share, (299 * (rgb >> 16 & 0xFF) + 587 * (rgb >> 8 & 0xFF) + 114 * (rgb & 0xFF)) / 1000);
                return;
            }
            for (int c = 0; c < 3; c++) {
                sample(first + c, share, (rgb >> (8 * c)) & 0xFF);
            }
        }

        private void sample(long index, double share, int level) {
            MemorySegment samples = picture.samples();
            if (picture.format().bytesPerSample() == 1) {
                int before = samples.get(ValueLayout.JAVA_BYTE, index) & 0xFF;
                samples.set(ValueLayout.JAVA_BYTE, index, (byte) Math.round(before + share * (level - before)));
            } else {
                int before = samples.get(ValueLayout.JAVA_SHORT, 2 * index) & 0xFFFF;
                samples.set(
                        ValueLayout.JAVA_SHORT, 2 * index, (short) Math.round(before + share * (level * 257 - before)));
            }
        }
    }
}
