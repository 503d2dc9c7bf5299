package io.countermark.fingerprint;

import java.util.Locale;

/**
 * The verdict on a registered pair.
 *
 * @param verdict what they are to each other
 * @param reason  one sentence for a person
 */
record Ruling(Verdict verdict, String reason) {

    /**
     * A copy shows the original's texture in place under one rule for colours, and in one of three ways: nearly everywhere; or pixel for pixel in
     * most places, with something laid over the rest; or blurred everywhere while the global hash agrees. A recoloured part is what
     * tells a template sibling: the same pixels elsewhere, and one patch in another colour.
     */
    static Ruling of(Attempt attempt, Nearest nearest, Calibration c) {
        DenseEvidence e = attempt.evidence();
        boolean registered = attempt.inliers() >= c.minInliers() || nearest.distance() <= c.pdqCandidate();
        boolean laidOver = e.covered() <= c.maxCovered() && e.agreement() >= c.pixelAgreement();
        boolean everywhere = (e.covered() <= c.littleCovered() || laidOver)
                && e.consistent() >= c.copyConsistent()
                && e.mismatch() <= c.copyMismatch()
                && e.colourExplained() >= c.copyColour()
                && e.recoloured() <= c.copyRecoloured();
        boolean covered = laidOver
                && e.consistent() >= c.coveredConsistent()
                && e.same() >= c.coveredBlocks()
                && e.sameColour() >= c.coveredColour()
                && e.recoloured() <= c.coveredRecoloured();
        boolean blurred = nearest.distance() <= c.pdqNear()
                && nearest.quality() >= c.minQuality()
                && e.consistent() >= c.blurredConsistent()
                && e.colourExplained() >= c.copyColour()
                && e.recoloured() <= c.copyRecoloured();
        if (registered && (everywhere || covered || blurred)) {
            if (e.exchanged() > c.maxExchanged()) {
                return new Ruling(Verdict.SHARED_ARTWORK, "The same picture, but other content in one place");
            }
            return colourDoubt(e, c)
                    ? new Ruling(Verdict.SHARED_ARTWORK, "The same picture, but a part of it is in another colour")
                    : copy(e, everywhere || blurred);
        }
        boolean pixels = e.consistent() >= c.sharedConsistent() && e.agreement() >= c.sharedAgreement();
        boolean mostly = e.consistent() >= c.mostlyConsistent() && e.agreement() >= c.mostlyAgreement();
        if (pixels || mostly) {
            return new Ruling(
                    Verdict.SHARED_ARTWORK,
                    percent(e)
                            + " of the original's visible texture is in place, the rest is other content or other colour");
        }
        return new Ruling(
                Verdict.ORIGINAL,
                "The two may show the same thing, but not the same picture: " + percent(e)
                        + " of the texture is in place");
    }

    private static Ruling copy(DenseEvidence e, boolean whole) {
        return new Ruling(
                Verdict.COPY,
                percent(e) + " of the original's visible texture is in place"
                        + (whole ? ", under one rule for all colours" : " pixel for pixel, the rest is covered"));
    }

    private static String percent(DenseEvidence e) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * e.consistent());
    }

    /** Whether the colours could be another product's: some kept and others shifted, or a change that a single hue can't prove to be global. */
    private static boolean colourDoubt(DenseEvidence e, Calibration c) {
        if (e.kept() > c.keptShare() && e.shifted() > c.shiftedShare()) {
            return true;
        }
        if (e.achromatic() > 0.99) {
            return false;
        }
        if (e.tinted() >= c.tintedShare()) {
            return false;
        }
        ColourMap colours = e.colours();
        boolean diverse = e.hueSpan() >= c.hueSpan();
        return switch (colours.kind()) {
            case IDENTITY, TONE -> false;
            case BALANCE -> colours.channelSpread() > c.maxChannelSpread();
            case HUE ->
                !diverse && (colours.turn() > c.maxTurn() || colours.saturation() < 0.4 || colours.saturation() > 2.5);
            case MONOCHROME -> !diverse;
        };
    }
}
