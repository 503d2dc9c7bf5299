package io.countermark.app.markets;

import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import io.countermark.imaging.Resizer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;

/** Carries out a {@link FitPlan}: three channels of 8 bit in sRGB, alpha blended over white. */
public final class ChannelFit {

    /** What a photograph of white, or JPEG, leaves where white was meant; at this and above it is ground when it touches the border. */
    private static final int NEARLY_WHITE = 247;

    private static final byte WHITE = (byte) 0xff;

    private ChannelFit() {}

    /** The plan for this picture, looked at as it is. */
    public static FitPlan plan(Channel channel, Picture picture) {
        return FitPlan.of(channel, picture.width(), picture.height(), WhiteGround.of(picture));
    }

    /** How a finished file stands with its channel. */
    public static Conformance check(Channel channel, DecodedImage image, long bytes) {
        Picture picture = image.picture();
        return ChannelRules.check(
                channel,
                new RenditionFacts(
                        image.format(), picture.width(), picture.height(), bytes, WhiteGround.of(picture), false));
    }

    /** A new picture, the caller's to close. */
    public static Picture apply(FitPlan plan, Picture picture) {
        try (Picture opaque = picture.toBgr8();
                Picture scaled = Resizer.resize(opaque, plan.pictureWidth(), plan.pictureHeight())) {
            byte[] canvas = canvas(plan, scaled.toByteArray());
            if (plan.pureGround()) {
                whiten(canvas, plan.canvasWidth(), plan.canvasHeight());
            }
            return Picture.of(plan.canvasWidth(), plan.canvasHeight(), PixelFormat.BGR8, canvas);
        }
    }

    private static byte[] canvas(FitPlan plan, byte[] samples) {
        byte[] canvas = new byte[3 * plan.canvasWidth() * plan.canvasHeight()];
        Arrays.fill(canvas, WHITE);
        int left = (plan.canvasWidth() - plan.pictureWidth()) / 2;
        int top = (plan.canvasHeight() - plan.pictureHeight()) / 2;
        int row = 3 * plan.pictureWidth();
        for (int y = 0; y < plan.pictureHeight(); y++) {
            System.arraycopy(samples, y * row, canvas, 3 * ((top + y) * plan.canvasWidth() + left), row);
        }
        return canvas;
    }

    /** Makes every nearly white pixel that hangs together with the border pure white; white parts of the product itself stay. */
    private static void whiten(byte[] canvas, int width, int height) {
        BitSet seen = new BitSet(width * height);
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int x = 0; x < width; x++) {
            visit(canvas, x, seen, open);
            visit(canvas, (height - 1) * width + x, seen, open);
        }
        for (int y = 0; y < height; y++) {
            visit(canvas, y * width, seen, open);
            visit(canvas, y * width + width - 1, seen, open);
        }
        while (!open.isEmpty()) {
            int pixel = open.pop();
            int x = pixel % width;
            if (x > 0) {
                visit(canvas, pixel - 1, seen, open);
            }
            if (x < width - 1) {
                visit(canvas, pixel + 1, seen, open);
            }
            if (pixel >= width) {
                visit(canvas, pixel - width, seen, open);
            }
            if (pixel < width * (height - 1)) {
                visit(canvas, pixel + width, seen, open);
            }
        }
    }

    private static void visit(byte[] canvas, int pixel, BitSet seen, ArrayDeque<Integer> open) {
        int at = 3 * pixel;
        if (seen.get(pixel)
                || (canvas[at] & 0xff) < NEARLY_WHITE
                || (canvas[at + 1] & 0xff) < NEARLY_WHITE
                || (canvas[at + 2] & 0xff) < NEARLY_WHITE) {
            return;
        }
        seen.set(pixel);
        Arrays.fill(canvas, at, at + 3, WHITE);
        open.push(pixel);
    }
}
