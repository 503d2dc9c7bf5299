package io.countermark.imaging;

/** Area-correct resizing. */
public final class Resizer {

    private Resizer() {}

    /** A new picture of the given size; area averaging when smaller, cubic when larger. */
    public static Picture resize(Picture picture, int width, int height) {
        throw new UnsupportedOperationException();
    }

    /** A new picture whose longer side is at most {@code maxLongSide}, aspect kept; a copy when it is small enough already. */
    public static Picture fit(Picture picture, int maxLongSide) {
        throw new UnsupportedOperationException();
    }
}
