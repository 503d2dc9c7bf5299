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

import io.countermark.bench.watermark.Attack.Target;
import java.util.ArrayList;
import java.util.List;

/** The rows of the report, each with the share of marks that shall come back. */
final class AttackSuite {

    private static final Target EASY = Target.of(0.995, 1);
    private static final Target TURN = Target.of(0.98, 1);
    private static final Target FILTER = Target.of(0.98, 0.995);
    private static final Target COMBINED = Target.of(0.93, 0.99);

    private AttackSuite() {}

    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        all.add(new Attack("none", "none", Target.of(1, 1), (picture, random) -> picture));
        lossy(all);
        sizes(all);
        crops(all);
        turns(all);
        overlays(all);
        tones(all);
        filters(all);
        combined(all);
        return List.copyOf(all);
    }

    private static void lossy(List<Attack> all) {
        for (int quality : new int[] {95, 80, 50}) {
            all.add(new Attack("jpeg" + quality, "jpeg", EASY, jpeg(quality)));
        }
        all.add(new Attack("jpeg30", "jpeg", Target.of(0.99, 0.995), jpeg(30)));
        all.add(new Attack("jpeg20", "jpeg", Target.of(0.96, 0.995), jpeg(20)));
        all.add(new Attack("jpeg10", "jpeg", Target.informed(0.98), jpeg(10)));
        all.add(new Attack("webp80", "webp", EASY, webp(80)));
        all.add(new Attack("webp50", "webp", Target.of(0.96, 0.995), webp(50)));
    }

    private static void sizes(List<Attack> all) {
        for (double scale : new double[] {0.5, 0.75, 1.5}) {
            all.add(new Attack("resize" + scale, "resize", EASY, resize(scale, scale)));
        }
        all.add(new Attack("resize0.9x0.75", "resize", EASY, resize(0.9, 0.75)));
        all.add(new Attack("half_j60", "market", Target.NONE, resize(0.5, 0.5).then(jpeg(60))));
        all.add(new Attack(
                "market1000_j75", "market", Target.of(0.995, 0.995), fit(1000).then(jpeg(75))));
        all.add(new Attack("market500_j75", "market", COMBINED, fit(500).then(jpeg(75))));
    }

    private static void crops(List<Attack> all) {
        all.add(new Attack("crop75", "crop", Target.of(0.99, 1), crop(0.75)));
        all.add(new Attack("crop50", "crop", Target.of(0.98, 1), crop(0.5)));
        all.add(new Attack("crop25", "crop", Target.of(0.93, 1), crop(0.25)));
        all.add(new Attack("crop10", "crop", Target.informed(0.98), crop(0.1)));
        all.add(new Attack("crop5", "crop", Target.informed(0.92), crop(0.05)));
        all.add(new Attack("crop25_back", "crop", Target.of(0.9, 0.995), cropBack(0.25)));
    }

    private static void turns(List<Attack> all) {
        for (int degrees : new int[] {2, 45, 90, 180}) {
            all.add(new Attack("rot" + degrees + "_fill", "rotate", TURN, turnFilled(degrees)));
        }
        for (int degrees : new int[] {5, 15}) {
            all.add(new Attack("rot" + degrees + "_crop", "rotate", TURN, turnCropped(degrees)));
        }
        all.add(new Attack(
                "rotany_fill",
                "rotate",
                TURN,
                (picture, random) -> turnFilled(random.nextDouble(-180, 180)).apply(picture, random)));
        all.add(new Attack("flip", "flip", EASY, mirror()));
        all.add(new Attack("perspective3", "perspective", Target.of(0.9, 0.995), tilt(0.03)));
    }

    private static void overlays(List<Attack> all) {
        all.add(new Attack("pad10", "overlay", EASY, pad(0.1, 255)));
        all.add(new Attack("collage0.5", "overlay", Target.of(0.9, 0.99), collage(0.5)));
        all.add(new Attack("text_logo", "overlay", EASY, textAndLogo()));
    }

    private static void tones(List<Attack> all) {
        all.add(new Attack("bright+30", "colour", EASY, curve(v -> v + 30)));
        all.add(new Attack("bright-30", "colour", EASY, curve(v -> v - 30)));
        all.add(new Attack("contrast+30", "colour", EASY, curve(v -> 128 + 1.3 * (v - 128))));
        all.add(new Attack("contrast-30", "colour", EASY, curve(v -> 128 + 0.7 * (v - 128))));
        all.add(new Attack("gamma0.7", "colour", EASY, curve(v -> 255 * Math.pow(v / 255, 0.7))));
        all.add(new Attack("gamma1.4", "colour", EASY, curve(v -> 255 * Math.pow(v / 255, 1.4))));
        all.add(new Attack("satur+40", "colour", EASY, colour(0, 1.4)));
        all.add(new Attack("hue+15", "colour", EASY, colour(15, 1)));
        all.add(new Attack("gray", "colour", EASY, gray()));
    }

    private static void filters(List<Attack> all) {
        all.add(new Attack("noise10", "filter", FILTER, noise(10)));
        all.add(new Attack("blur1", "filter", FILTER, blur(1)));
        all.add(new Attack("blur2", "filter", FILTER, blur(2)));
        all.add(new Attack("median3", "filter", FILTER, median()));
        all.add(new Attack("sharpen", "filter", FILTER, sharpen()));
        all.add(new Attack("bilateral", "filter", FILTER, bilateral()));
    }

    private static void combined(List<Attack> all) {
        Attack.Step screenshot = resize(0.7, 0.7).then(pad(0.08, 30)).then(jpeg(80));
        all.add(new Attack("screenshot", "chain", TURN, screenshot));
        Attack.Step social =
                fit(1080).then(jpeg(80)).then(webp(75)).then(jpeg(70)).then(jpeg(75));
        all.add(new Attack("social", "chain", FILTER, social));
        combined(all, "crop75_rs0.5_j70", crop(0.75).then(resize(0.5, 0.5)).then(jpeg(70)));
        combined(all, "rot2_crop_j75", turnCropped(2).then(jpeg(75)));
        combined(all, "flip_rs800_j75", mirror().then(fit(800)).then(jpeg(75)));
        combined(
                all, "text_logo_rs0.6_j70", textAndLogo().then(resize(0.6, 0.6)).then(jpeg(70)));
        combined(all, "persp_noise_j70", tilt(0.03).then(noise(5)).then(jpeg(70)));
        for (int length = 2; length <= 4; length++) {
            all.add(new Attack("random" + length, "random chain", Target.NONE, RandomChain.of(length)));
        }
    }

    private static void combined(List<Attack> all, String name, Attack.Step step) {
        all.add(new Attack(name, "chain", COMBINED, step));
    }
}
