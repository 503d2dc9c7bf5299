package io.countermark.fingerprint;

import io.countermark.imaging.Picture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Computes PDQ fingerprints: luma, two-pass box filter, 64 x 64 cells, 16 x 16 low frequencies, one bit a frequency, and the
 * quality from the cells' gradients. Given the same pixels, hash and quality are those of the reference implementation, bit for bit.
 *
 * <p>The whole picture is filtered at the size it comes in, as the reference's core and its Java front end do. (Its C++ command
 * line tool first takes every picture above 512 pixels to 512 x 512 by nearest neighbour, which aliases; its rule for another
 * implementation, at most 10 bits away where the quality is 80 or more, is measured in the module's README.)
 *
 * @see PdqSpectrum
 * @see JaroszDownsampler
 */
public final class Pdq {

    /** Pictures with a shorter side are not hashed: all bits zero, quality 0. */
    public static final int MIN_SIDE = 5;

    private static final PdqHash NOTHING = new PdqHash(0, 0, 0, 0);

    private Pdq() {}

    /** The eight hashes and the quality; alpha goes over white. Memory does not grow with the height. */
    public static PdqFingerprint describe(Picture picture) {
        return switch (picture.format()) {
            case GRAY8, BGR8 -> describe(LumaRows.of(picture));
            case BGRA8, GRAY16, BGR16, BGRA16 -> {
                try (Picture plain = picture.toBgr8()) {
                    yield describe(LumaRows.of(plain));
                }
            }
        };
    }

    static PdqFingerprint describe(LumaRows rows) {
        Dihedral[] forms = Dihedral.values();
        List<PdqHash> hashes = new ArrayList<>(forms.length);
        if (rows.width() < MIN_SIDE || rows.height() < MIN_SIDE) {
            return new PdqFingerprint(Collections.nCopies(forms.length, NOTHING), 0);
        }
        float[] cells = JaroszDownsampler.downsample(rows);
        PdqSpectrum spectrum = PdqSpectrum.of(cells);
        for (Dihedral form : forms) {
            hashes.add(spectrum.hash(form));
        }
        return new PdqFingerprint(hashes, PdqSpectrum.quality(cells));
    }
}
