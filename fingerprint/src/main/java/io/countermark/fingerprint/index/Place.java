package io.countermark.fingerprint.index;

import io.countermark.fingerprint.LocalFeatures;

/** Where a feature is, how large and which way round, in 32 bits; the form is documented in {@link IndexedPicture}. */
final class Place {

    private static final double STEPS_AN_OCTAVE = 16;

    private Place() {}

    static int of(LocalFeatures features, int i) {
        float side = Math.max(features.width(), features.height());
        int x = clamp(features.x()[i] * 256 / side);
        int y = clamp(features.y()[i] * 256 / side);
        int size = clamp(STEPS_AN_OCTAVE * Math.log(Math.max(1e-3, 1024 * features.size()[i] / side)) / Math.log(2));
        int angle = (int) Math.floor(features.angle()[i] * 256 / 360) & 0xff;
        return x << 24 | y << 16 | size << 8 | angle;
    }

    /** In 1/256 of the longer side. */
    static int x(int place) {
        return place >>> 24;
    }

    /** In 1/256 of the longer side. */
    static int y(int place) {
        return place >>> 16 & 0xff;
    }

    /** 16 steps an octave. */
    static int size(int place) {
        return place >>> 8 & 0xff;
    }

    /** In 1/256 turn. */
    static int angle(int place) {
        return place & 0xff;
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, value));
    }
}
