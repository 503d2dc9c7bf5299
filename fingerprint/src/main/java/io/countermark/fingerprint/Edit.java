package io.countermark.fingerprint;

import java.util.Locale;

/** What can be told of how a suspect was made from an original. */
public enum Edit {
    /** Left and right, or top and bottom, exchanged. */
    FLIP,
    /** Turned, by any angle. */
    ROTATION,
    /** Larger or smaller by more than 7 %. */
    SCALE,
    /** Width and height scaled differently by more than 4 %. */
    ASPECT,
    /** Seen from an angle. */
    PERSPECTIVE,
    /** A part of the original is outside. */
    CROP,
    /** An even frame, border or screen around it. */
    FRAME,
    /** Other pictures around it. */
    COLLAGE,
    /** Colours removed. */
    GRAYSCALE,
    /** Light and dark exchanged. */
    INVERSION,
    /** Brightness, contrast or gamma. */
    TONE,
    /** Hue, saturation, white balance or tint. */
    COLOUR,
    /** Less sharp than its size allows. */
    BLUR,
    /** Grain. */
    NOISE,
    /** Text, logo, sticker or something else laid over it. */
    OVERLAY,
    /** Another ground around the product. */
    BACKGROUND;

    /** The name in answers, for example {@code flip}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
