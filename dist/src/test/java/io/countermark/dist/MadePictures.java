package io.countermark.dist;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures drawn from a seed: a textured product on a light ground; two seeds never give the same one. */
final class MadePictures {

    private MadePictures() {}

    static byte[] jpeg(long seed, int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(draw(seed, width, height), "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static BufferedImage draw(long seed, int width, int height) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(new Color(225 + random.nextInt(25), 225 + random.nextInt(25), 225 + random.nextInt(25)));
        g.fillRect(0, 0, width, height);
        for (int i = 0; i < 60; i++) {
            g.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256), 200));
            int w = 10 + random.nextInt(width / 3);
            int h = 10 + random.nextInt(height / 3);
            int x = random.nextInt(width) - w / 2;
            int y = random.nextInt(height) - h / 2;
            switch (i % 3) {
                case 0 -> g.fillRect(x, y, w, h);
                case 1 -> g.fillOval(x, y, w, h);
                default -> g.fillRoundRect(x, y, w, h, w / 3, h / 3);
            }
        }
        g.dispose();
        grain(image, random);
        return image;
    }

    /** A little noise: real photographs have it, and so no two pictures are alike in any part. */
    private static void grain(BufferedImage image, Random random) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int noise = random.nextInt(17) - 8;
                int rgb = image.getRGB(x, y);
                image.setRGB(
                        x,
                        y,
                        level((rgb >> 16 & 0xff) + noise) << 16
                                | level((rgb >> 8 & 0xff) + noise) << 8
                                | level((rgb & 0xff) + noise));
            }
        }
    }

    private static int level(int value) {
        return Math.clamp(value, 0, 255);
    }
}
