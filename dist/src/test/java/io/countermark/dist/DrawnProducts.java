package io.countermark.dist;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;

/** A small made shop for pictures in documents: drawn here, so nobody else's, and the same every time. 1,000 x 1,200 on near white. */
final class DrawnProducts {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 1200;

    private record Product(String name, Shape shape, Color from, Color to, long pattern) {}

    private DrawnProducts() {}

    static List<Photos.Photo> all() {
        return List.of(
                photo(new Product("Harbour tee, navy", tee(), new Color(0x2B4A6F), new Color(0x16263B), 1)),
                photo(new Product("Stoneware mug, ochre", mug(), new Color(0xD9A441), new Color(0x8A5A12), 2)),
                photo(new Product("Trail bottle, pine", bottle(), new Color(0x3F7A5A), new Color(0x1C3D2C), 3)),
                photo(new Product("Market bag, terracotta", bag(), new Color(0xC9694A), new Color(0x7E3521), 4)));
    }

    private static Photos.Photo photo(Product product) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(new GradientPaint(0, 0, new Color(0xFCFBF9), 0, HEIGHT, new Color(0xE6E2DB)));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        for (int spread = 60; spread > 0; spread -= 4) {
            graphics.setColor(new Color(60, 50, 40, 4));
            graphics.fill(new Ellipse2D.Double(
                    180.0 - spread, 1040.0 - spread / 3.0, 640.0 + 2 * spread, 60.0 + 2 * spread / 3.0));
        }
        graphics.setPaint(new GradientPaint(200, 200, product.from(), 800, 1100, product.to()));
        graphics.fill(product.shape());
        graphics.setClip(product.shape());
        weave(graphics, product);
        graphics.setClip(null);
        graphics.setColor(product.to().darker());
        graphics.setStroke(new BasicStroke(3));
        graphics.draw(product.shape());
        graphics.dispose();
        return new Photos.Photo(product.name() + ".jpg", Photos.jpeg(picture, 0.93f));
    }

    /** Stripes, stitches and a label: what a fingerprint and a mark hold on to. */
    private static void weave(Graphics2D graphics, Product product) {
        Random random = new Random(product.pattern());
        for (int y = 0; y < HEIGHT; y += 3) {
            graphics.setColor(new Color(255, 255, 255, 6 + random.nextInt(16)));
            graphics.drawLine(0, y, WIDTH, y + random.nextInt(5) - 2);
        }
        for (int x = 0; x < WIDTH; x += 4) {
            graphics.setColor(new Color(0, 0, 0, 4 + random.nextInt(14)));
            graphics.drawLine(x, 0, x + random.nextInt(7) - 3, HEIGHT);
        }
        for (int band = 0; band < 5; band++) {
            graphics.setColor(new Color(255, 250, 240, 70 + 25 * random.nextInt(4)));
            graphics.fill(
                    new Rectangle2D.Double(0, 520 + band * 46 + random.nextInt(12), WIDTH, 8 + random.nextInt(18)));
        }
        for (int spot = 0; spot < 90; spot++) {
            graphics.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256), 60));
            double size = 4 + random.nextInt(16);
            graphics.fill(new Ellipse2D.Double(220 + random.nextInt(560), 300 + random.nextInt(720), size, size));
        }
        graphics.setColor(new Color(0xFFFBF2));
        graphics.fill(new RoundRectangle2D.Double(400, 780, 200, 90, 14, 14));
        graphics.setColor(new Color(0x2A241C));
        graphics.setFont(new Font(Font.SERIF, Font.BOLD, 40));
        graphics.drawString("No. " + (17 * product.pattern() + 3), 436, 838);
    }

    private static Shape tee() {
        Path2D half = new Path2D.Double();
        half.moveTo(500, 300);
        half.quadTo(570, 300, 600, 220);
        half.lineTo(690, 250);
        half.lineTo(880, 420);
        half.lineTo(780, 540);
        half.lineTo(710, 480);
        half.lineTo(720, 1060);
        half.lineTo(500, 1070);
        half.closePath();
        Area whole = new Area(half);
        AffineTransform mirror = AffineTransform.getTranslateInstance(1000, 0);
        mirror.scale(-1, 1);
        whole.add(new Area(mirror.createTransformedShape(half)));
        return whole;
    }

    private static Shape mug() {
        Area mug = new Area(new RoundRectangle2D.Double(230, 420, 460, 640, 90, 90));
        Area handle = new Area(new Ellipse2D.Double(590, 520, 290, 380));
        handle.subtract(new Area(new Ellipse2D.Double(660, 590, 150, 240)));
        mug.add(handle);
        return mug;
    }

    private static Shape bottle() {
        Area bottle = new Area(new RoundRectangle2D.Double(330, 430, 340, 640, 110, 110));
        bottle.add(new Area(new RoundRectangle2D.Double(400, 270, 200, 260, 80, 80)));
        bottle.add(new Area(new RoundRectangle2D.Double(380, 180, 240, 120, 40, 40)));
        return bottle;
    }

    private static Shape bag() {
        Path2D body = new Path2D.Double();
        body.moveTo(240, 470);
        body.lineTo(760, 470);
        body.lineTo(840, 1060);
        body.lineTo(160, 1060);
        body.closePath();
        Area bag = new Area(body);
        Area handles = new Area(new Ellipse2D.Double(330, 220, 340, 520));
        handles.subtract(new Area(new Ellipse2D.Double(370, 260, 260, 440)));
        bag.add(handles);
        return bag;
    }
}
