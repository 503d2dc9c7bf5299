package io.countermark.bench.copies;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** The 52 attacks, each seeded by its name and the picture's number; all are saved as JPEG 85 at the end unless they save themselves. */
final class Attacks {

    private static final int SAVED = 85;

    private Attacks() {}

    static List<Attack> all() {
        List<Attack> attacks = new ArrayList<>();
        attacks.addAll(plain());
        attacks.addAll(geometry());
        attacks.addAll(colour());
        attacks.addAll(overlays());
        attacks.addAll(layouts());
        attacks.addAll(mixtures());
        return attacks;
    }

    private static List<Attack> plain() {
        return List.of(
                attack("copy", Set.of(), (c, r, o) -> c.copy()),
                quality(75),
                quality(30),
                quality(10),
                attack("resize0.5", Set.of("scale"), (c, r, o) -> scale(c, 0.5)),
                attack("resize0.25", Set.of("scale"), (c, r, o) -> scale(c, 0.25)),
                attack("blur2", Set.of("blur"), (c, r, o) -> PixelSteps.blur(c, 2)),
                attack("blur4", Set.of("blur"), (c, r, o) -> PixelSteps.blur(c, 4)),
                attack("noise12", Set.of("noise"), (c, r, o) -> PixelSteps.noise(c, 12, r)),
                attack("noise30", Set.of("noise"), (c, r, o) -> PixelSteps.noise(c, 30, r)));
    }

    private static List<Attack> geometry() {
        return List.of(
                attack("crop75", Set.of("crop"), (c, r, o) -> crop(c, r, 0.75)),
                attack("crop50", Set.of("crop"), (c, r, o) -> crop(c, r, 0.5)),
                attack("crop30", Set.of("crop"), (c, r, o) -> crop(c, r, 0.3)),
                attack(
                        "crop50_flip",
                        Set.of("crop", "flip"),
                        (c, r, o) -> crop(c, r, 0.5).mirror()),
                attack(
                        "crop30_flip",
                        Set.of("crop", "flip"),
                        (c, r, o) -> crop(c, r, 0.3).mirror()),
                attack("rot5", Set.of("rotation"), (c, r, o) -> rotate(c, 5)),
                attack("rot15", Set.of("rotation"), (c, r, o) -> rotate(c, 15)),
                attack("rot45", Set.of("rotation"), (c, r, o) -> rotate(c, 45)),
                attack("rot90", Set.of("rotation"), (c, r, o) -> rotate(c, 90)),
                attack("flip", Set.of("flip"), (c, r, o) -> c.mirror()),
                attack(
                        "aspect0.7",
                        Set.of("aspect"),
                        (c, r, o) -> c.resize(Math.max(1, c.width() * 7 / 10), c.height())),
                attack("persp", Set.of("perspective"), (c, r, o) -> perspective(c, r)));
    }

    private static List<Attack> colour() {
        return List.of(
                attack("gray", Set.of("grayscale"), (c, r, o) -> PixelSteps.gray(c)),
                attack("sepia", Set.of("colour"), (c, r, o) -> PixelSteps.sepia(c)),
                attack("hue60", Set.of("colour"), (c, r, o) -> PixelSteps.hue(c, 60, 1)),
                attack("sat2", Set.of("colour"), (c, r, o) -> PixelSteps.hue(c, 0, 2)),
                attack("bright+60", Set.of("tone"), (c, r, o) -> PixelSteps.curve(c, v -> v + 60)),
                attack("dark0.5", Set.of("tone"), (c, r, o) -> PixelSteps.curve(c, v -> v / 2)),
                attack(
                        "contrast1.6",
                        Set.of("tone"),
                        (c, r, o) -> PixelSteps.curve(c, v -> (int) (128 + 1.6 * (v - 128)))),
                attack("gamma2", Set.of("tone"), (c, r, o) -> PixelSteps.curve(c, v -> v * v / 255)),
                attack("invert", Set.of("inversion"), (c, r, o) -> PixelSteps.curve(c, v -> 255 - v)));
    }

    private static List<Attack> overlays() {
        return List.of(
                attack("text", Set.of("overlay"), (c, r, o) -> text(c, r, 3, 0.06)),
                attack("text_heavy", Set.of("overlay"), (c, r, o) -> text(c, r, 9, 0.1)),
                attack("logo", Set.of("overlay"), (c, r, o) -> sticker(c, r, 0.025)),
                attack("watermark", Set.of("overlay"), (c, r, o) -> watermark(c)),
                attack("sticker", Set.of("overlay"), (c, r, o) -> sticker(c, r, 0.09)),
                attack("occl15", Set.of("overlay"), (c, r, o) -> occlusion(c, r, 0.15)),
                attack("occl35", Set.of("overlay"), (c, r, o) -> occlusion(c, r, 0.35)),
                attack("inpaint", Set.of(), (c, r, o) -> PixelSteps.inpaint(c, r)));
    }

    private static List<Attack> layouts() {
        return List.of(
                attack("border8", Set.of("frame"), (c, r, o) -> border(c, r, 0.08)),
                attack("border25", Set.of("frame"), (c, r, o) -> border(c, r, 0.25)),
                attack("pad_square", Set.of("frame"), (c, r, o) -> padSquare(c)),
                attack("screenshot", Set.of("frame"), Attacks::screenshot),
                attack("collage2", Set.of("collage"), (c, r, o) -> collage(c, r, o, 2)),
                attack("collage4", Set.of("collage"), (c, r, o) -> collage(c, r, o, 4)),
                attack("pip0.5", Set.of("collage"), (c, r, o) -> inPicture(c, r, o, 0.5)),
                attack("pip0.3", Set.of("collage"), (c, r, o) -> inPicture(c, r, o, 0.3)));
    }

    private static List<Attack> mixtures() {
        return List.of(
                attack(
                        "hard3",
                        Set.of(),
                        (c, r, o) -> text(
                                PixelSteps.curve(crop(c, r, 0.6), v -> (int) (255 * Math.pow(v / 255.0, 0.8)))
                                        .mirror(),
                                r,
                                1,
                                0.05)),
                attack(
                        "hard3b",
                        Set.of(),
                        (c, r, o) ->
                                PixelSteps.jpeg(scale(PixelSteps.hue(rotate(crop(c, r, 0.7), 4), 20, 1.2), 0.6), 50)),
                attack("bg_color", Set.of("background"), (c, r, o) -> ground(c, r, o, false, false)),
                attack("bg_texture", Set.of("background"), (c, r, o) -> ground(c, r, o, true, false)),
                attack("bg_tex_move", Set.of("background"), (c, r, o) -> ground(c, r, o, true, true)));
    }

    private static Attack attack(String name, Set<String> edits, Attack.Step step) {
        return new Attack(name, edits, (c, r, o) -> PixelSteps.jpeg(step.apply(c, r, o), SAVED));
    }

    private static Attack quality(int quality) {
        return new Attack("jpeg" + quality, Set.of(), (c, r, o) -> PixelSteps.jpeg(c, quality));
    }

    private static Canvas scale(Canvas c, double factor) {
        return c.resize(Math.max(1, (int) (c.width() * factor)), Math.max(1, (int) (c.height() * factor)));
    }

    /** Keeps a share of the area, at a random place. */
    private static Canvas crop(Canvas c, SplittableRandom r, double area) {
        int w = (int) (c.width() * Math.sqrt(area));
        int h = (int) (c.height() * Math.sqrt(area));
        return c.crop(r.nextInt(c.width() - w + 1), r.nextInt(c.height() - h + 1), w, h);
    }

    /** Counter-clockwise on a white canvas that holds all. */
    private static Canvas rotate(Canvas c, double degrees) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        int w = (int) Math.ceil(c.width() * Math.abs(cos) + c.height() * Math.abs(sin) - 1e-9);
        int h = (int) Math.ceil(c.width() * Math.abs(sin) + c.height() * Math.abs(cos) - 1e-9);
        double cx = (c.width() - 1) / 2.0;
        double cy = (c.height() - 1) / 2.0;
        double tx = (w - 1) / 2.0 - cos * cx - sin * cy;
        double ty = (h - 1) / 2.0 + sin * cx - cos * cy;
        return c.warp(new double[] {cos, sin, tx, -sin, cos, ty, 0, 0, 1}, w, h, 0xffffff);
    }

    private static Canvas perspective(Canvas c, SplittableRandom r) {
        double p = (0.12 + 0.06 * r.nextDouble()) / c.width() * (r.nextBoolean() ? 1 : -1);
        double q = 0.08 * (r.nextDouble() - 0.5) / c.height();
        double[] tilt = {1, 0, 0, 0, 1, 0, p, q, 1 + Math.max(0, -p * c.width()) + Math.max(0, -q * c.height())};
        double largest = Math.max(Math.max(1 / tilt[8], 1 / (tilt[8] + p * c.width())), 1 / (tilt[8] + q * c.height()));
        double[] fit = {1 / largest, 0, 0, 0, 1 / largest, 0, 0, 0, 1};
        return c.warp(Canvas.multiply(fit, tilt), c.width(), c.height(), 0xffffff);
    }

    private static Canvas text(Canvas c, SplittableRandom r, int lines, double size) {
        Canvas drawn = c.copy();
        String[] words = {
            "SUMMER SALE", "-50% TODAY", "FREE SHIPPING", "NEW 2026", "BEST PRICE", "shop24.example", "HOT DEAL"
        };
        double scale = size * c.height() / 22;
        int thick = Math.max(1, (int) (scale * 2));
        for (int i = 0; i < lines; i++) {
            int y = (int) (c.height() * (0.08 + 0.86 * (i + 0.5 * r.nextDouble()) / lines));
            int x = (int) (c.width() * 0.35 * r.nextDouble());
            drawn.text(words[r.nextInt(words.length)], x, y, scale, Canvas.colour(r), thick);
        }
        return drawn;
    }

    /** A round badge that takes a share of the area. */
    private static Canvas sticker(Canvas c, SplittableRandom r, double area) {
        int radius = (int) Math.sqrt(area * c.width() * c.height() / Math.PI);
        int x = radius + r.nextInt(Math.max(1, c.width() - 2 * radius));
        int y = radius + r.nextInt(Math.max(1, c.height() - 2 * radius));
        return c.copy()
                .disc(x, y, radius, Canvas.colour(r))
                .disc(x, y, radius * 4 / 5, Canvas.colour(r))
                .text("NEW", x - radius / 2, y + radius / 6, radius / 40.0, 0xffffff, Math.max(1, radius / 20));
    }

    /** Half-transparent words across the whole picture. */
    private static Canvas watermark(Canvas c) {
        Canvas words = c.copy();
        double scale = c.width() / 400.0;
        for (int y = (int) (40 * scale); y < c.height() + 40; y += (int) Math.max(20, 80 * scale)) {
            words.text(
                    "sample sample sample", -(int) (y * 0.2) % 60, y, scale, 0xdddddd, Math.max(1, (int) (2 * scale)));
        }
        Mat blended = new Mat();
        opencv_core.addWeighted(c.mat(), 0.6, words.mat(), 0.4, 0, blended);
        return c.with(blended);
    }

    private static Canvas occlusion(Canvas c, SplittableRandom r, double area) {
        int w = (int) (c.width() * Math.sqrt(area));
        int h = (int) (c.height() * Math.sqrt(area));
        return c.copy().rectangle(r.nextInt(c.width() - w), r.nextInt(c.height() - h), w, h, Canvas.colour(r));
    }

    private static Canvas border(Canvas c, SplittableRandom r, double share) {
        int margin = (int) (Math.max(c.width(), c.height()) * share);
        return c.placed(c.width() + 2 * margin, c.height() + 2 * margin, margin, margin, Canvas.colour(r));
    }

    private static Canvas padSquare(Canvas c) {
        int side = Math.max(c.width(), c.height()) * 5 / 4;
        return c.placed(side, side, (side - c.width()) / 2, (side - c.height()) / 2, 0xffffff);
    }

    /** A telephone's screen: bars above and below, captions, the picture across the width. */
    private static Canvas screenshot(Canvas c, SplittableRandom r, List<Canvas> others) {
        int w = 1080;
        int h = 2160;
        Canvas shown = c.resize(w * 9 / 10, c.height() * (w * 9 / 10) / c.width());
        if (shown.height() > h * 6 / 10) {
            shown = c.resize(c.width() * (h * 6 / 10) / c.height(), h * 6 / 10);
        }
        int top = h / 8 + r.nextInt(h / 10);
        Canvas screen = shown.placed(w, h, (w - shown.width()) / 2, top, 0xf4f4f6);
        screen.rectangle(0, 0, w, 90, 0x202028).text("12:41", 40, 60, 1.4, 0xffffff, 3);
        screen.rectangle(0, h - 140, w, 140, 0xffffff).text("<   o   []", 360, h - 50, 2, 0x404040, 4);
        int y = top + shown.height() + 80;
        for (String line :
                new String[] {"EUR 39.90", "Free returns within 30 days", "In stock - order now", "4.7 of 5 stars"}) {
            screen.text(line, 60, y, 1.6, 0x303030, 3);
            y += 80;
        }
        return screen.rectangle(60, y, w - 120, 130, 0xe86a17).text("ADD TO CART", 340, y + 85, 1.8, 0xffffff, 4);
    }

    private static Canvas collage(Canvas c, SplittableRandom r, List<Canvas> others, int tiles) {
        int side = 640;
        int columns = 2;
        int rows = tiles / 2;
        int gap = 8;
        Mat ground = new Mat(
                rows * (side + gap) + gap,
                columns * (side + gap) + gap,
                opencv_core.CV_8UC3,
                new Scalar(255, 255, 255, 0));
        int place = r.nextInt(tiles);
        Canvas result = c;
        for (int tile = 0; tile < tiles; tile++) {
            Canvas content = tile == place ? c : others.get(r.nextInt(others.size()));
            double k = Math.min((double) side / content.width(), (double) side / content.height());
            Canvas fitted = content.resize((int) (content.width() * k), (int) (content.height() * k));
            int x = gap + tile % 2 * (side + gap) + (side - fitted.width()) / 2;
            int y = gap + tile / 2 * (side + gap) + (side - fitted.height()) / 2;
            Canvas placed = fitted.placed(ground, x, y);
            result = tile == place ? placed : result;
        }
        return new Canvas(ground, result.map());
    }

    /** Shown inside another picture, at a share of its shorter side. */
    private static Canvas inPicture(Canvas c, SplittableRandom r, List<Canvas> others, double share) {
        Canvas outer = others.get(r.nextInt(others.size()));
        double grow = 1000.0 / Math.min(outer.width(), outer.height());
        Canvas ground = outer.resize((int) (outer.width() * grow), (int) (outer.height() * grow));
        double k = share * 1000.0 / Math.max(c.width(), c.height());
        Canvas inner = c.resize(Math.max(1, (int) (c.width() * k)), Math.max(1, (int) (c.height() * k)));
        int x = r.nextInt(ground.width() - inner.width());
        int y = r.nextInt(ground.height() - inner.height());
        return inner.placed(ground.mat(), x, y);
    }

    private static Canvas ground(Canvas c, SplittableRandom r, List<Canvas> others, boolean textured, boolean moved) {
        boolean[] white = PixelSteps.whiteGround(c);
        Mat other = new Mat();
        if (textured) {
            try (Size size = new Size(c.width(), c.height())) {
                opencv_imgproc.resize(
                        others.get(r.nextInt(others.size())).mat(), other, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            }
        } else {
            int colour = Canvas.colour(r);
            other = new Mat(
                    c.height(),
                    c.width(),
                    opencv_core.CV_8UC3,
                    new Scalar(colour & 0xff, colour >> 8 & 0xff, colour >> 16 & 0xff, 0));
        }
        if (!moved) {
            return PixelSteps.onGround(c, white, other);
        }
        double k = 0.6 + 0.2 * r.nextDouble();
        int w = (int) (c.width() * k);
        int h = (int) (c.height() * k);
        Canvas small = c.resize(w, h);
        Canvas placed =
                small.placed(c.width(), c.height(), r.nextInt(c.width() - w), r.nextInt(c.height() - h), 0xffffff);
        return PixelSteps.onGround(placed, PixelSteps.whiteGround(placed), other);
    }
}
