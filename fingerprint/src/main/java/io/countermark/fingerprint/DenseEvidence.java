package io.countermark.fingerprint;

/**
 * What laying the suspect over the original showed, block by block of the original.
 *
 * @param grid            the blocks of the original at {@code frameWidth x frameHeight}
 * @param states          one a block
 * @param frameWidth      pixels
 * @param frameHeight     pixels
 * @param consistent      share of the original's textured blocks inside the suspect, without the covered ones, that show the same texture in place, 0 to 1
 * @param textured        textured blocks of the original inside the suspect
 * @param same            blocks that show the same texture, also where something covers a part of them
 * @param covered         share of the visible blocks that something was laid over, see {@link Covering}, 0 to 1
 * @param exchanged       largest place with other content than the original's, see {@link Covering}, as a share of the picture
 * @param visible         share of the original's textured blocks that lie inside the suspect, 0 to 1
 * @param colours         the one rule for all colours
 * @param colourExplained share of the blocks apart from the ground whose colour follows it, 0 to 1
 * @param recoloured      largest connected set of blocks with the same texture in a colour that does not follow it, as a share of the blocks apart from the ground
 * @param mismatch        largest connected set of blocks with other texture, as a share of {@code textured}
 * @param groundKept      whether the ground around the product follows the rule too, true when there is none
 * @param agreement       median correlation of the blocks that show the same texture, 0 to 1: pixels that were copied agree closer than a second photo
 * @param sameColour      share of those blocks whose colour follows the rule, 0 to 1
 * @param kept            share of the original's coloured blocks whose colour did not change at all, 0 to 1
 * @param shifted         largest connected set of blocks with the same texture whose hue or saturation changed, as a share of the blocks apart from the ground
 * @param hueSpan         how far the original's colours leave one line through gray, in gray levels: small for a product of a single hue
 * @param achromatic      share of the suspect's visible blocks without any colour, 0 to 1
 * @param tinted          share of the original's gray blocks that took on colour under the rule, 0 to 1; 0 where they are too few or all of one brightness
 * @param blur            Gaussian sigma that brings the original to the suspect's sharpness, in frame pixels; 0 when the suspect is as sharp
 * @param noise           standard deviation of the suspect where the original is flat
 * @param added           share of the original's flat blocks inside the suspect where it has texture
 */
record DenseEvidence(
        BlockGrid grid,
        State[] states,
        int frameWidth,
        int frameHeight,
        double consistent,
        int textured,
        int same,
        double covered,
        double exchanged,
        double visible,
        ColourMap colours,
        double colourExplained,
        double recoloured,
        double mismatch,
        boolean groundKept,
        double agreement,
        double sameColour,
        double kept,
        double shifted,
        double hueSpan,
        double achromatic,
        double tinted,
        double blur,
        double noise,
        double added) {

    /** What became of a block of the original. */
    enum State {
        /** Outside the suspect. */
        HIDDEN,
        /** The even ground around the product. */
        GROUND,
        /** Flat in both. */
        FLAT,
        /** The same texture. */
        SAME,
        /** The same texture or flatness in a colour that does not follow the rule for the others. */
        RECOLOURED,
        /** Something was laid over it. */
        COVERED,
        /** Texture where the original is flat. */
        ADDED,
        /** Other texture or none. */
        OTHER
    }
}
