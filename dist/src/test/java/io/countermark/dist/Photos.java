package io.countermark.dist;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Product pictures for tests: real photos where the checkout has a {@code shared} folder beside it, else made ones, drawn by the
 * same code from the same seeds every time. Pictures are altered by the JDK's own codecs, not by the product's.
 */
final class Photos {

    /** A file to protect or to check. */
    record Photo(String name, byte[] file) {}

    private Photos() {}

    /** Whether there are real photos. */
    static boolean areReal() {
        return Files.isDirectory(Product.shared().resolve("photos"));
    }

    /** 20 originals: a shop's packshots on white and on people, clothing at home, packages on a shelf. */
    static List<Photo> originals() {
        if (!areReal()) {
            return made(1, 20);
        }
        return Stream.of(
                        spread("shop", "_main.jpg", 8).stream(),
                        spread("clothing", ".jpg", 6).stream(),
                        spread("packshots", ".jpg", 3).stream(),
                        spread("shelf", "_a.jpg", 3).stream())
                .flatMap(photos -> photos)
                .toList();
    }

    /**
     * 100 photos that are none of the originals, the hard ones among them: the same products in other colours and poses, the same
     * packages photographed again, and others of the same kinds.
     */
    static List<Photo> strangers() {
        if (!areReal()) {
            return made(1_000, 100);
        }
        List<String> taken = originals().stream().map(Photo::name).toList();
        List<Photo> siblings = Stream.concat(all("shop", ".jpg").stream(), all("shelf", "_b.jpg").stream())
                .filter(path -> taken.stream().anyMatch(name -> stem(name).equals(stem(name(path)))))
                .filter(path -> !taken.contains(name(path)))
                .map(Photos::read)
                .toList();
        List<Photo> others = Stream.of(
                        spread("shop", "_back.jpg", 25),
                        spread("clothing", ".jpg", 60),
                        spread("packshots", ".jpg", 30))
                .flatMap(List::stream)
                .filter(photo -> !taken.contains(photo.name()))
                .filter(photo ->
                        siblings.stream().noneMatch(sibling -> sibling.name().equals(photo.name())))
                .toList();
        return Stream.concat(siblings.stream(), others.stream()).limit(100).toList();
    }

    /** Half the width and height, re-saved as JPEG at quality 60. */
    static byte[] halfSizeAtQuality60(byte[] file) {
        BufferedImage full = decode(file);
        int width = full.getWidth() / 2;
        int height = full.getHeight() / 2;
        BufferedImage half = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = half.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(full, 0, 0, width, height, null);
        graphics.dispose();
        return jpeg(half, 0.6f);
    }

    static BufferedImage decode(byte[] file) {
        try {
            return ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] jpeg(BufferedImage picture, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** One of a kind made from this seed: textured shapes over a soft ground, 1,000 x 1,200. */
    static Photo draw(long seed) {
        Random random = new Random(seed);
        BufferedImage picture = new BufferedImage(1000, 1200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(new GradientPaint(0, 0, colour(random, 200), 1000, 1200, colour(random, 150)));
        graphics.fillRect(0, 0, 1000, 1200);
        for (int i = 0; i < 60; i++) {
            graphics.setPaint(new GradientPaint(
                    random.nextInt(1000),
                    random.nextInt(1200),
                    colour(random, 0),
                    random.nextInt(1000),
                    1200,
                    colour(random, 0)));
            int size = 30 + random.nextInt(260);
            graphics.fill(new Ellipse2D.Double(
                    random.nextInt(1000) - size / 2.0,
                    random.nextInt(1200) - size / 2.0,
                    size,
                    size * (0.3 + random.nextDouble())));
        }
        for (int i = 0; i < 400; i++) {
            graphics.setColor(colour(random, 0));
            graphics.setStroke(new BasicStroke(1 + random.nextInt(5)));
            Path2D curve = new Path2D.Double();
            double x = random.nextInt(1000);
            double y = random.nextInt(1200);
            curve.moveTo(x, y);
            curve.quadTo(
                    x + random.nextGaussian() * 60,
                    y + random.nextGaussian() * 60,
                    x + random.nextGaussian() * 90,
                    y + random.nextGaussian() * 90);
            graphics.draw(curve);
        }
        graphics.dispose();
        return new Photo("made-" + seed + ".jpg", jpeg(picture, 0.95f));
    }

    private static Color colour(Random random, int floor) {
        return new Color(
                floor + random.nextInt(256 - floor),
                floor + random.nextInt(256 - floor),
                floor + random.nextInt(256 - floor));
    }

    private static List<Photo> made(int firstSeed, int count) {
        return IntStream.range(firstSeed, firstSeed + count)
                .mapToObj(Photos::draw)
                .toList();
    }

    /** {@code count} files of a folder, evenly over its alphabet. */
    private static List<Photo> spread(String folder, String suffix, int count) {
        List<Path> files = all(folder, suffix);
        List<Photo> chosen = new ArrayList<>();
        int wanted = Math.min(count, files.size());
        for (int i = 0; i < wanted; i++) {
            chosen.add(read(files.get(i * files.size() / wanted)));
        }
        return chosen;
    }

    private static List<Path> all(String folder, String suffix) {
        try (Stream<Path> files = Files.list(Product.shared().resolve("photos").resolve(folder))) {
            return files.filter(path -> path.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Photo read(Path path) {
        try {
            return new Photo(name(path), Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    /** The product: {@code mh01} of {@code mh01-black_main.jpg}, {@code 00_bravo-apple-juice} of {@code 00_bravo-apple-juice_a.jpg}. */
    private static String stem(String name) {
        return name.matches("[0-9]{2}_.*_[ab]\\.jpg")
                ? name.replaceAll("_[ab]\\.jpg$", "")
                : name.replaceAll("[-.].*$", "");
    }
}
