package io.countermark.watermark;

/** How long a blind reading looks before it says no. */
public enum ReadEffort {
    /** Scales and mirror images, upright or turned by quarters within two degrees; for checking many pictures that carry no mark. */
    QUICK,
    /** Also any angle, stretched pictures, parts of a collage and tilted views. */
    FULL
}
