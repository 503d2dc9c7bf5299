package io.countermark.bench.copies;

import io.countermark.imaging.Picture;
import java.util.List;
import java.util.Optional;

/** The attacks of this package for other measurements. */
public final class AttackedPhotos {

    private final List<Canvas> others;

    /** @param others pictures to mix in; copied, so they may be closed */
    public AttackedPhotos(List<Picture> others) {
        this.others = others.stream().map(Canvas::of).toList();
    }

    /** Names of all attacks. */
    public static List<String> names() {
        return Attacks.all().stream().map(Attack::name).toList();
    }

    /**
     * The altered picture, which the caller closes; empty where the attack makes no sense for it.
     *
     * @param original 8-bit colour
     * @param seed     another one gives another crop, place, text
     */
    public Optional<Picture> attacked(String name, Picture original, long seed) {
        Attack attack = Attacks.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        Canvas canvas = Canvas.of(original);
        return attack.needsWhiteGround() && !isOnWhite(canvas)
                ? Optional.empty()
                : Optional.of(Picture.adopt(attack.on(canvas, seed, others).mat()));
    }

    /** Whether at least a quarter is white ground. */
    private static boolean isOnWhite(Canvas canvas) {
        int white = 0;
        boolean[] ground = PixelSteps.whiteGround(canvas);
        for (boolean pixel : ground) {
            white += pixel ? 1 : 0;
        }
        return white * 4 >= ground.length;
    }
}
