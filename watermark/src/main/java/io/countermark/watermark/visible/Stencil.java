package io.countermark.watermark.visible;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import io.countermark.imaging.Resizer;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/**
 * One mark at its size and angle, ready to be put down anywhere.
 *
 * @param width   in pixels
 * @param height  in pixels
 * @param ink     coverage by the mark itself, 0 to 255, row after row
 * @param rim     coverage by the mark and its rim
 * @param colours RGB of each pixel of a logo; null for a text, which takes its tone from the ground
 */
record Stencil(int width, int height, byte[] ink, byte[] rim, int @Nullable [] colours) {

    /** Of a text: the rim is so much of its height on each side. */
    private static final double RIM = 0.035;

    private static final double MOST_HEIGHT = 0.4;

    static Stencil of(VisibleMark.Content content, int markWidth, int pictureHeight, double degrees) {
        int mostHeight = (int) Math.max(1, MOST_HEIGHT * pictureHeight);
        return switch (content) {
            case VisibleMark.Text text -> text(text, markWidth, mostHeight, degrees);
            case VisibleMark.Logo logo -> logo(logo.picture(), markWidth, mostHeight, degrees);
        };
    }

    private static Stencil text(VisibleMark.Text text, int markWidth, int mostHeight, double degrees) {
        FontRenderContext exact = new FontRenderContext(null, true, true);
        Shape outline = new TextLayout(text.words(), text.typeface().at(100), exact).getOutline(null);
        Rectangle2D bounds = outline.getBounds2D();
        if (bounds.isEmpty()) {
            throw new VisibleMarkRefusedException(
                    VisibleMarkRefusedException.Reason.BAD_TEXT, "The text has nothing to draw");
        }
        double scale = Math.min(markWidth / bounds.getWidth(), mostHeight / bounds.getHeight());
        double rim = Math.max(1, RIM * scale * 100);
        AffineTransform turn = AffineTransform.getRotateInstance(Math.toRadians(-degrees));
        turn.scale(scale, scale);
        Shape turned = turn.createTransformedShape(outline);
        Rectangle2D box = turned.getBounds2D();
        int width = (int) Math.ceil(box.getWidth() + 2 * rim) + 2;
        int height = (int) Math.ceil(box.getHeight() + 2 * rim) + 2;
        Shape placed = AffineTransform.getTranslateInstance(1 + rim - box.getX(), 1 + rim - box.getY())
                .createTransformedShape(turned);
        return new Stencil(
                width,
                height,
                coverage(width, height, g -> g.fill(placed)),
                coverage(width, height, g -> {
                    g.fill(placed);
                    g.setStroke(new BasicStroke((float) (2 * rim), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                    g.draw(placed);
                }),
                null);
    }

    private interface Drawing {
        void on(Graphics2D graphics);
    }

    private static byte[] coverage(int width, int height, Drawing drawing) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.BLACK);
        drawing.on(graphics);
        graphics.dispose();
        return alpha(image);
    }

    private static byte[] alpha(BufferedImage image) {
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        byte[] alpha = new byte[argb.length];
        for (int i = 0; i < argb.length; i++) {
            alpha[i] = (byte) (argb[i] >>> 24);
        }
        return alpha;
    }

    private static Stencil logo(Picture picture, int markWidth, int mostHeight, double degrees) {
        double scale = Math.min((double) markWidth / picture.width(), (double) mostHeight / picture.height());
        int w = Math.max(1, (int) Math.round(picture.width() * scale));
        int h = Math.max(1, (int) Math.round(picture.height() * scale));
        BufferedImage upright;
        try (Picture fitted = Resizer.resize(picture, w, h)) {
            upright = image(fitted);
        }
        int rim = Math.max(2, Math.min(w, h) / 16);
        double cos = Math.abs(Math.cos(Math.toRadians(degrees)));
        double sin = Math.abs(Math.sin(Math.toRadians(degrees)));
        int width = (int) Math.ceil(w * cos + h * sin) + 2 * rim + 2;
        int height = (int) Math.ceil(w * sin + h * cos) + 2 * rim + 2;
        BufferedImage turned = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = turned.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        AffineTransform place = AffineTransform.getTranslateInstance(width / 2.0, height / 2.0);
        place.rotate(Math.toRadians(-degrees));
        place.translate(-w / 2.0, -h / 2.0);
        graphics.drawImage(upright, place, null);
        graphics.dispose();
        byte[] ink = alpha(turned);
        return new Stencil(
                width,
                height,
                ink,
                Halo.around(ink, width, height, rim),
                turned.getRGB(0, 0, width, height, null, 0, width));
    }

    private static BufferedImage image(Picture picture) {
        PixelFormat format = picture.format();
        int bytes = format.bytesPerSample();
        // The high byte of a 16-bit sample in native order is all that a logo on screen needs.
        int high = bytes == 1 || java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.BIG_ENDIAN ? 0 : 1;
        byte[] samples = picture.toByteArray();
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_ARGB);
        int step = format.channels() * bytes;
        for (int i = 0; i < picture.width() * picture.height(); i++) {
            int at = i * step + high;
            int blue = samples[at] & 0xFF;
            int green = format.channels() == 1 ? blue : samples[at + bytes] & 0xFF;
            int red = format.channels() == 1 ? blue : samples[at + 2 * bytes] & 0xFF;
            int opaque = format.hasAlpha() ? samples[at + 3 * bytes] & 0xFF : 0xFF;
            image.setRGB(i % picture.width(), i / picture.width(), opaque << 24 | red << 16 | green << 8 | blue);
        }
        return image;
    }

    /** Mean luma of a logo, 0 to 255; -1 for a text, which has none of its own. */
    double luma() {
        if (colours == null) {
            return -1;
        }
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < ink.length; i++) {
            double w = ink[i] & 0xFF;
            int rgb = colours[i];
            sum += w * (0.299 * (rgb >> 16 & 0xFF) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF));
            weight += w;
        }
        return weight == 0 ? 128 : sum / weight;
    }
}
