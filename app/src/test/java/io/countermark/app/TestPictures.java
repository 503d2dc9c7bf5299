package io.countermark.app;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures drawn for tests: full of texture, one of a kind for each seed. */
public final class TestPictures {

    private TestPictures() {}

    /** Opaque, or on a transparent ground. */
    public static BufferedImage draw(long seed, int width, int height, boolean alpha) {
        Random random = new Random(seed);
        BufferedImage picture =
                new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        if (!alpha) {
            graphics.setColor(new Color(225, 220, 210));
            graphics.fillRect(0, 0, width, height);
        }
        for (int i = 0; i < 60; i++) {
            graphics.setColor(colour(random));
            double size = (0.03 + 0.2 * random.nextDouble()) * width;
            graphics.fill(new Ellipse2D.Double(
                    random.nextDouble() * width,
                    random.nextDouble() * height,
                    size,
                    size * (0.4 + random.nextDouble())));
        }
        for (int i = 0; i < 400; i++) {
            graphics.setColor(colour(random));
            graphics.setStroke(new BasicStroke(1 + random.nextInt(4)));
            Path2D curve = new Path2D.Double();
            double x = random.nextDouble() * width;
            double y = random.nextDouble() * height;
            curve.moveTo(x, y);
            curve.quadTo(
                    x + random.nextGaussian() * 40,
                    y + random.nextGaussian() * 40,
                    x + random.nextGaussian() * 70,
                    y + random.nextGaussian() * 70);
            graphics.draw(curve);
        }
        graphics.dispose();
        return picture;
    }

    public static byte[] jpeg(long seed) {
        return encode(draw(seed, 640, 800, false), "jpeg");
    }

    public static byte[] encode(BufferedImage picture, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalArgumentException("The JDK does not write this picture as " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The same picture at half the width and height. */
    public static BufferedImage half(BufferedImage picture) {
        BufferedImage half =
                new BufferedImage(picture.getWidth() / 2, picture.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = half.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, half.getWidth(), half.getHeight(), null);
        graphics.dispose();
        return half;
    }

    private static Color colour(Random random) {
        return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
    }
}
