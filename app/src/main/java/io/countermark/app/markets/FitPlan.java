package io.countermark.app.markets;

import io.countermark.app.markets.Finding.Rule;
import io.countermark.app.markets.Finding.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a picture is brought into a channel's shape: scaled as a whole, then set in the middle of a white canvas. Nothing is cropped, and
 * nothing is made up: a picture that would have to grow by more than a half is refused instead.
 *
 * @param canvasWidth   in pixels
 * @param canvasHeight  in pixels
 * @param pictureWidth  of the scaled picture on the canvas, in pixels
 * @param pictureHeight of the scaled picture on the canvas, in pixels
 * @param pureGround    whether the ground of the picture is made pure white as well
 */
public record FitPlan(int canvasWidth, int canvasHeight, int pictureWidth, int pictureHeight, boolean pureGround) {

    /** Beyond this, enlarging shows. */
    static final double MOST_ENLARGED = 1.5;

    /**
     * @param width       of the picture, in pixels
     * @param height      of the picture, in pixels
     * @param whiteGround whether it stands on white, or nearly
     * @throws UnfitException when no rendition of this picture can obey the channel
     */
    public static FitPlan of(Channel channel, int width, int height, boolean whiteGround) {
        if (channel.whiteBackground() && !whiteGround) {
            throw new UnfitException(new Finding(Rule.GROUND, Severity.REFUSED, "255,255,255", "not white"));
        }
        Integer exactWidth = channel.exactWidth();
        Integer exactHeight = channel.exactHeight();
        if (exactWidth != null && exactHeight != null) {
            double scale = Math.min((double) exactWidth / width, (double) exactHeight / height);
            requireReal(scale, Rule.EXACT_SIZE, exactWidth + " x " + exactHeight + " px", width, height);
            return placed(exactWidth, exactHeight, width, height, scale, channel);
        }
        double aspect = aspect(channel, width, height);
        double canvasWidth = Math.max(width, height * aspect);
        double canvasHeight = canvasWidth / aspect;
        double scale = scale(channel, canvasWidth, canvasHeight, width, height);
        return placed(
                (int) Math.round(canvasWidth * scale),
                (int) Math.round(canvasHeight * scale),
                width,
                height,
                scale,
                channel);
    }

    /** Whether the picture is enlarged or reduced. */
    public boolean isScaled(int width, int height) {
        return pictureWidth != width || pictureHeight != height;
    }

    /** Whether the canvas shows beside the picture. */
    public boolean isPadded() {
        return pictureWidth != canvasWidth || pictureHeight != canvasHeight;
    }

    private static double aspect(Channel channel, int width, int height) {
        double own = (double) width / height;
        return channel.aspects().stream()
                .map(ChannelRules::ratio)
                .min(Comparator.comparingDouble(wanted -> Math.abs(Math.log(own / wanted))))
                // Within the tolerance the picture is left as it is.
                .filter(wanted -> Math.abs(own / wanted - 1) > ChannelRules.ASPECT_TOLERANCE)
                .orElse(own);
    }

    private static double scale(Channel channel, double canvasWidth, double canvasHeight, int width, int height) {
        double longSide = Math.max(canvasWidth, canvasHeight);
        double shortSide = Math.min(canvasWidth, canvasHeight);
        double least = Stream.of(
                        share(channel.minLongSide(), longSide),
                        share(channel.minShortSide(), shortSide),
                        share(channel.minWidth(), canvasWidth))
                .flatMap(List::stream)
                .max(Comparator.naturalOrder())
                .orElse(0.0);
        double most = Stream.of(
                        share(channel.maxLongSide(), longSide),
                        share(channel.maxWidth(), canvasWidth),
                        share(channel.maxHeight(), canvasHeight))
                .flatMap(List::stream)
                .min(Comparator.naturalOrder())
                .orElse(Double.MAX_VALUE);
        if (least > most) {
            throw new UnfitException(new Finding(
                    Rule.ASPECT,
                    Severity.REFUSED,
                    "a shape within the channel's limits",
                    width + " x " + height + " px"));
        }
        double scale = Math.clamp(1.0, least, most);
        requireReal(
                scale,
                Rule.SIDE_TOO_SHORT,
                "at least " + (int) Math.ceil(width * least / MOST_ENLARGED) + " x "
                        + (int) Math.ceil(height * least / MOST_ENLARGED) + " px",
                width,
                height);
        return scale;
    }

    private static List<Double> share(@Nullable Integer limit, double side) {
        return limit == null ? List.of() : List.of(limit / side);
    }

    private static void requireReal(double scale, Rule rule, String expected, int width, int height) {
        if (scale > MOST_ENLARGED) {
            throw new UnfitException(new Finding(rule, Severity.REFUSED, expected, width + " x " + height + " px"));
        }
    }

    private static FitPlan placed(
            int canvasWidth, int canvasHeight, int width, int height, double scale, Channel channel) {
        int pictureWidth = Math.clamp(Math.round(width * scale), 1, canvasWidth);
        int pictureHeight = Math.clamp(Math.round(height * scale), 1, canvasHeight);
        return new FitPlan(canvasWidth, canvasHeight, pictureWidth, pictureHeight, channel.whiteBackground());
    }
}
