package io.countermark.fingerprint;

/** The eight symmetries of the square, in the order and by the names of the PDQ reference. */
public enum Dihedral {
    ORIGINAL,
    ROTATE_90,
    ROTATE_180,
    ROTATE_270,
    FLIP_X,
    FLIP_Y,
    FLIP_PLUS_1,
    FLIP_MINUS_1
}
