package io.countermark.fingerprint.index;

import io.countermark.fingerprint.Describer;
import io.countermark.fingerprint.Description;
import io.countermark.fingerprint.MadePicture;
import io.countermark.imaging.Picture;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Made pictures and their descriptions, which are made once for all tests. */
final class Made {

    static final int WIDTH = 400;
    static final int HEIGHT = 320;

    private static final Map<Integer, Description> DESCRIPTIONS = new ConcurrentHashMap<>();

    private Made() {}

    static Picture picture(int seed) {
        return MadePicture.open(MadePicture.scene(seed, WIDTH, HEIGHT), WIDTH, HEIGHT);
    }

    static Description description(int seed) {
        return DESCRIPTIONS.computeIfAbsent(seed, s -> {
            try (Picture picture = picture(s)) {
                return Describer.describe(ByteBuffer.allocate(4).putInt(s).array(), picture);
            }
        });
    }
}
