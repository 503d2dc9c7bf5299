package io.countermark.fingerprint;

/**
 * The thresholds of a verdict. Every verdict names the version it was given under; a threshold never changes within a version.
 * Shares are 0 to 1; deviations and colours are in gray levels, 0 to 255.
 *
 * @param version            names this set
 * @param minTexturedBlocks  textured blocks inside the suspect below which nothing is said
 * @param minDeviation       a block is textured above this standard deviation
 * @param noiseFactor        and above this many times the suspect's noise
 * @param addedDeviation     a flat block has something added above this
 * @param searchPixels       a block's texture is searched this far around its place
 * @param minCorrelation     correlation from which a block's texture counts as the same
 * @param achromaticSpread   difference of channels up to which a colour is gray
 * @param minInliers         corners that must agree for a registration to be looked at
 * @param copyConsistent     share of textured blocks that a whole copy shows
 * @param copyColour         share of blocks whose colour follows the one rule in a whole copy
 * @param copyMismatch       largest patch of other texture in a whole copy, as a share of the textured blocks
 * @param copyRecoloured     largest patch off the colour rule in a whole copy, as a share of the blocks apart from the ground
 * @param pixelAgreement     median correlation from which texture counts as the same pixels rather than the same thing
 * @param coverAgreement     median correlation from which differing pixels are explained as laid over
 * @param littleCovered      share of the blocks that something may be laid over in a copy whose pixels do not agree that closely
 * @param maxCovered         share of the blocks that something may be laid over in a copy
 * @param maxExchanged       largest place with exchanged content in a copy, as a share of the picture
 * @param coveredConsistent  share of textured blocks that a partly covered copy still shows
 * @param coveredBlocks      and their least number
 * @param coveredColour      share of the shown blocks whose colour follows the one rule
 * @param coveredRecoloured  largest patch off the colour rule in a partly covered copy
 * @param pdqNear            PDQ distance up to which a blurred copy is believed
 * @param blurredConsistent  share of textured blocks that it must show
 * @param maxChannelSpread   the most that the channels' curves part in a copy
 * @param maxTurn            degrees that hues turn in a copy of few hues
 * @param keptShare          share of colours kept above which a shift of others is a recoloured part
 * @param shiftedShare       largest patch of shifted colours that a copy with kept colours may have
 * @param hueSpan            colours this far off one line through gray prove a turn of hues to be of the whole picture
 * @param tintedShare        share of the original's gray blocks that took on colour from which a change of colour is of the whole picture
 * @param sharedConsistent   share of textured blocks from which artwork is shared
 * @param sharedAgreement    and their median correlation
 * @param mostlyConsistent   share of textured blocks from which artwork is shared at a lower correlation
 * @param mostlyAgreement    that correlation
 * @param pdqCandidate       PDQ distance up to which the whole frame is tried as it stands
 * @param minQuality         PDQ quality below which the hash is not used
 */
public record Calibration(
        String version,
        int minTexturedBlocks,
        double minDeviation,
        double noiseFactor,
        double addedDeviation,
        int searchPixels,
        double minCorrelation,
        double achromaticSpread,
        int minInliers,
        double copyConsistent,
        double copyColour,
        double copyMismatch,
        double copyRecoloured,
        double pixelAgreement,
        double coverAgreement,
        double littleCovered,
        double maxCovered,
        double maxExchanged,
        double coveredConsistent,
        int coveredBlocks,
        double coveredColour,
        double coveredRecoloured,
        int pdqNear,
        double blurredConsistent,
        double maxChannelSpread,
        double maxTurn,
        double keptShare,
        double shiftedShare,
        double hueSpan,
        double tintedShare,
        double sharedConsistent,
        double sharedAgreement,
        double mostlyConsistent,
        double mostlyAgreement,
        int pdqCandidate,
        int minQuality) {

    /** Chosen on half of the shared photos, held against the other half: docs/decisions/0301. */
    public static final Calibration V1 = new Calibration(
            "2026-11-2",
            12,
            4,
            1.5,
            8,
            2,
            0.6,
            3,
            6, // blocks and corners
            0.93,
            0.93,
            0.04,
            0.03, // whole copy
            0.98,
            0.9,
            0.1,
            0.6,
            0.002,
            0.6,
            25,
            0.86,
            0.06, // partly covered copy
            10,
            0.7, // blurred copy
            45,
            25,
            0.1,
            0.12,
            5,
            0.85, // colours
            0.35,
            0.97,
            0.8,
            0.85, // shared artwork
            64,
            20);
}
