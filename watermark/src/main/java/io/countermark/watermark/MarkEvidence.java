package io.countermark.watermark;

/**
 * What stands behind a proven reading, for a report. It tells where a mark is strong and weak, so it is for the mark's owner, not for
 * whoever hands in a picture.
 *
 * @param bitErrors  coded bits read wrong before the code corrected them, 0 to {@code codedBits}
 * @param codedBits  length of the code word
 * @param alignments decoded until this one was proven; the bound counts them
 * @param inliers    features that agree with the registration; 0 without the original
 * @param overlap    share of the frame that the suspect covers, 0 to 1; with the original, this is how much of it is left
 * @param tiles      z of each tile
 * @param view       where the frame lies in the suspect
 */
public record MarkEvidence(
        int bitErrors, int codedBits, int alignments, int inliers, double overlap, TileMap tiles, FrameView view) {}
