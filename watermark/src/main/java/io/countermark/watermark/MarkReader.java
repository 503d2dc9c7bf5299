package io.countermark.watermark;

import io.countermark.imaging.Picture;

/**
 * Reads invisible marks. Thread-safe.
 *
 * <p>An answer is an id with its bound, or nothing: no partial id, and no measure of how close a picture came. Whoever lets strangers
 * ask limits how often they may, since many answers to slightly changed pictures help to find a change that hides a mark.
 */
public final class MarkReader {

    private final Constellation constellation;
    private final Demodulator demodulator;

    public MarkReader(MarkKey key) {
        this.constellation = new Constellation(key);
        this.demodulator = new Demodulator(constellation);
    }

    /** Without the original, with {@link ReadEffort#FULL} effort. */
    public MarkReading readBlind(Picture suspect) {
        return readBlind(suspect, ReadEffort.FULL);
    }

    /** Without the original. */
    public MarkReading readBlind(Picture suspect, ReadEffort effort) {
        return new BlindReading(constellation, demodulator, suspect).read(effort);
    }

    /** With the unmarked original, which is registered onto the suspect and subtracted. */
    public MarkReading readInformed(Picture suspect, Picture original) {
        return InformedReading.read(constellation, demodulator, suspect, original);
    }
}
