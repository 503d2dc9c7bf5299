package io.countermark.fingerprint;

import java.util.List;

/**
 * The PDQ hashes of one picture in its eight dihedral forms.
 *
 * @param hashes  eight, in the order of {@link Dihedral}
 * @param quality 0 (featureless) to 100; below 50 a hash is not to be matched on
 */
public record PdqFingerprint(List<PdqHash> hashes, int quality) {

    public PdqFingerprint {
        hashes = List.copyOf(hashes);
        if (hashes.size() != Dihedral.values().length) {
            throw new IllegalArgumentException("A PDQ fingerprint has eight hashes, got " + hashes.size());
        }
    }

    /** The hash of the picture as it stands. */
    public PdqHash hash() {
        return hashes.getFirst();
    }

    /** The hash of the picture after a symmetry. */
    public PdqHash hash(Dihedral form) {
        return hashes.get(form.ordinal());
    }
}
