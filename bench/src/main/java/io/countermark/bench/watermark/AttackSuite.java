package io.countermark.bench.watermark;

import static io.countermark.bench.watermark.Geometric.collage;
import static io.countermark.bench.watermark.Geometric.crop;
import static io.countermark.bench.watermark.Geometric.cropBack;
import static io.countermark.bench.watermark.Geometric.fit;
import static io.countermark.bench.watermark.Geometric.mirror;
import static io.countermark.bench.watermark.Geometric.pad;
import static io.countermark.bench.watermark.Geometric.resize;
import static io.countermark.bench.watermark.Geometric.tilt;
import static io.countermark.bench.watermark.Geometric.turnCropped;
import static io.countermark.bench.watermark.Geometric.turnFilled;
import static io.countermark.bench.watermark.Lossy.jpeg;
import static io.countermark.bench.watermark.Lossy.webp;
import static io.countermark.bench.watermark.Tonal.bilateral;
import static io.countermark.bench.watermark.Tonal.blur;
import static io.countermark.bench.watermark.Tonal.colour;
import static io.countermark.bench.watermark.Tonal.curve;
import static io.countermark.bench.watermark.Tonal.gray;
import static io.countermark.bench.watermark.Tonal.median;
import static io.countermark.bench.watermark.Tonal.noise;
import static io.countermark.bench.watermark.Tonal.sharpen;
import static io.countermark.bench.watermark.Tonal.textAndLogo;

import java.util.ArrayList;
import java.util.List;

/** The rows of the report. */
final class AttackSuite {

    private AttackSuite() {}

    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        all.add(new Attack("none", "none", (picture, random) -> picture));
        lossy(all);
        sizes(all);
        turns(all);
        tones(all);
        chains(all);
        return List.copyOf(all);
    }

    private static void lossy(List<Attack> all) {
        for (int quality : new int[] {80, 50, 30, 20, 10}) {
            all.add(new Attack("jpeg" + quality, "jpeg", jpeg(quality)));
        }
        all.add(new Attack("webp80", "webp", webp(80)));
        all.add(new Attack("webp50", "webp", webp(50)));
    }

    private static void sizes(List<Attack> all) {
        for (double scale : new double[] {0.5, 0.75, 1.5}) {
            all.add(new Attack("resize" + scale, "resize", resize(scale, scale)));
        }
        all.add(new Attack("resize0.9x0.75", "resize", resize(0.9, 0.75)));
        all.add(new Attack("half_j60", "market", resize(0.5, 0.5).then(jpeg(60))));
        all.add(new Attack("market1000_j75", "market", fit(1000).then(jpeg(75))));
        all.add(new Attack("market500_j75", "market", fit(500).then(jpeg(75))));
        for (double area : new double[] {0.75, 0.5, 0.25, 0.1, 0.05}) {
            all.add(new Attack("crop" + Math.round(100 * area), "crop", crop(area)));
        }
        all.add(new Attack("crop25_back", "crop", cropBack(0.25)));
    }

    private static void turns(List<Attack> all) {
        for (int degrees : new int[] {2, 45, 90, 180}) {
            all.add(new Attack("rot" + degrees + "_fill", "rotate", turnFilled(degrees)));
        }
        for (int degrees : new int[] {5, 15}) {
            all.add(new Attack("rot" + degrees + "_crop", "rotate", turnCropped(degrees)));
        }
        all.add(new Attack("flip", "flip", mirror()));
        all.add(new Attack("perspective3", "perspective", tilt(0.03)));
        all.add(new Attack("pad10", "overlay", pad(0.1, 255)));
        all.add(new Attack("collage0.5", "overlay", collage(0.5)));
        all.add(new Attack("text_logo", "overlay", textAndLogo()));
    }

    private static void tones(List<Attack> all) {
        all.add(new Attack("bright+30", "colour", curve(v -> v + 30)));
        all.add(new Attack("bright-30", "colour", curve(v -> v - 30)));
        all.add(new Attack("contrast+30", "colour", curve(v -> 128 + 1.3 * (v - 128))));
        all.add(new Attack("contrast-30", "colour", curve(v -> 128 + 0.7 * (v - 128))));
        all.add(new Attack("gamma0.7", "colour", curve(v -> 255 * Math.pow(v / 255, 0.7))));
        all.add(new Attack("gamma1.4", "colour", curve(v -> 255 * Math.pow(v / 255, 1.4))));
        all.add(new Attack("satur+40", "colour", colour(0, 1.4)));
        all.add(new Attack("hue+15", "colour", colour(15, 1)));
        all.add(new Attack("gray", "colour", gray()));
        all.add(new Attack("noise10", "filter", noise(10)));
        all.add(new Attack("blur1", "filter", blur(1)));
        all.add(new Attack("blur2", "filter", blur(2)));
        all.add(new Attack("median3", "filter", median()));
        all.add(new Attack("sharpen", "filter", sharpen()));
        all.add(new Attack("bilateral", "filter", bilateral()));
    }

    private static void chains(List<Attack> all) {
        Attack.Step screenshot = resize(0.7, 0.7).then(pad(0.08, 30)).then(jpeg(80));
        all.add(new Attack("screenshot", "chain", screenshot));
        all.add(new Attack(
                "social",
                "chain",
                fit(1080).then(jpeg(80)).then(webp(75)).then(jpeg(70)).then(jpeg(75))));
        all.add(new Attack(
                "crop75_rs0.5_j70", "chain", crop(0.75).then(resize(0.5, 0.5)).then(jpeg(70))));
        all.add(new Attack("rot2_crop_j75", "chain", turnCropped(2).then(jpeg(75))));
        all.add(new Attack("flip_rs800_j75", "chain", mirror().then(fit(800)).then(jpeg(75))));
        all.add(new Attack(
                "text_logo_rs0.6_j70",
                "chain",
                textAndLogo().then(resize(0.6, 0.6)).then(jpeg(70))));
        all.add(new Attack("persp_noise_j70", "chain", tilt(0.03).then(noise(5)).then(jpeg(70))));
    }
}
