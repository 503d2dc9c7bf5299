package io.countermark.bench.watermark;

import static io.countermark.bench.watermark.Geometric.crop;
import static io.countermark.bench.watermark.Geometric.fit;
import static io.countermark.bench.watermark.Geometric.mirror;
import static io.countermark.bench.watermark.Geometric.pad;
import static io.countermark.bench.watermark.Geometric.resize;
import static io.countermark.bench.watermark.Geometric.tilt;
import static io.countermark.bench.watermark.Geometric.turnCropped;
import static io.countermark.bench.watermark.Lossy.jpeg;
import static io.countermark.bench.watermark.Lossy.webp;
import static io.countermark.bench.watermark.Tonal.blur;
import static io.countermark.bench.watermark.Tonal.colour;
import static io.countermark.bench.watermark.Tonal.curve;
import static io.countermark.bench.watermark.Tonal.noise;
import static io.countermark.bench.watermark.Tonal.sharpen;
import static io.countermark.bench.watermark.Tonal.textAndLogo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Several changes after another, drawn anew for each picture: which ones, in what order and how strong. No kind comes twice, and each is of a
 * strength that a listing or a post would bear.
 */
final class RandomChain {

    private static final List<Function<SplittableRandom, Attack.Step>> KINDS = List.of(
            random -> jpeg(random.nextInt(50, 96)),
            random -> webp(random.nextInt(50, 91)),
            RandomChain::resized,
            random -> crop(random.nextDouble(0.5, 0.95)),
            random -> turnCropped(random.nextDouble(-12, 12)),
            random -> mirror(),
            random -> tilt(random.nextDouble(0.005, 0.025)),
            random -> pad(random.nextDouble(0.03, 0.12), random.nextInt(256)),
            random -> fit(random.nextInt(600, 1201)),
            random -> textAndLogo(),
            RandomChain::toned,
            random -> colour(random.nextInt(-20, 21), random.nextDouble(0.6, 1.5)),
            random -> noise(random.nextDouble(2, 8)),
            random -> blur(random.nextDouble(0.5, 1.3)),
            random -> sharpen());

    private RandomChain() {}

    static Attack.Step of(int length) {
        return (picture, random) -> {
            List<Function<SplittableRandom, Attack.Step>> kinds = new ArrayList<>(KINDS);
            Collections.shuffle(kinds, new Random(random.nextLong()));
            Attack.Step chain = kinds.getFirst().apply(random);
            for (Function<SplittableRandom, Attack.Step> kind : kinds.subList(1, length)) {
                chain = chain.then(kind.apply(random));
            }
            return chain.apply(picture, random);
        };
    }

    private static Attack.Step resized(SplittableRandom random) {
        double scale = random.nextDouble(0.55, 1.4);
        return resize(scale, scale * random.nextDouble(0.9, 1.1));
    }

    private static Attack.Step toned(SplittableRandom random) {
        double gamma = random.nextDouble(0.7, 1.4);
        double contrast = random.nextDouble(0.75, 1.25);
        double shift = random.nextDouble(-25, 25);
        return curve(v -> 128 + contrast * (255 * Math.pow(v / 255, gamma) - 128) + shift);
    }
}
