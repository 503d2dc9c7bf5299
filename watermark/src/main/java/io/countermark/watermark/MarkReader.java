package io.countermark.watermark;

import io.countermark.imaging.Picture;
import java.util.List;

/**
 * Reads invisible marks. Thread-safe.
 *
 * <p>An answer is an id with its bound, or nothing: no partial id, and no measure of how close a picture came. Whoever lets strangers
 * ask limits how often they may, since many answers to slightly changed pictures help to find a change that hides a mark.
 */
public final class MarkReader {

    /** Issued copies of one original that a reading tells apart. */
    public static final int MOST_ISSUED = 100_000;

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
        return readInformed(suspect, original, List.of());
    }

    /**
     * With the unmarked original and the ids of the copies that were issued of it. Where no id can be decoded, the suspect is compared
     * with each issued copy, which still tells the recipient at about a third of the amplitude; where several copies were averaged, all
     * that can be proven are named, the strongest as {@link MarkReading#id}.
     *
     * @param issued ids of all copies of this original, at most {@value #MOST_ISSUED}
     * @throws IllegalArgumentException when there are more
     */
    public MarkReading readInformed(Picture suspect, Picture original, List<MarkId> issued) {
        if (issued.size() > MOST_ISSUED) {
            throw new IllegalArgumentException("At most " + MOST_ISSUED + " issued copies can be told apart at once");
        }
        return InformedReading.read(constellation, demodulator, suspect, original, issued);
    }
}
