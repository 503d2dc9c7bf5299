package io.countermark.fingerprint;

/**
 * How close two pictures' global hashes come.
 *
 * @param distance smallest Hamming distance over the eight forms of the original
 * @param form     the symmetry that takes the original to the suspect
 * @param inverted whether the complement of the hash came that close: light and dark exchanged
 * @param quality  the lower of both qualities
 */
record Nearest(int distance, Dihedral form, boolean inverted, int quality) {

    /** The smallest distance of a hash to the eight forms of a picture and their complements. */
    static int distance(PdqHash hash, PdqFingerprint picture) {
        int nearest = Integer.MAX_VALUE;
        for (PdqHash form : picture.hashes()) {
            int distance = hash.hammingDistance(form);
            nearest = Math.min(nearest, Math.min(distance, 256 - distance));
        }
        return nearest;
    }

    static Nearest of(PdqFingerprint original, PdqFingerprint suspect) {
        int distance = Integer.MAX_VALUE;
        Dihedral nearest = Dihedral.ORIGINAL;
        boolean inverted = false;
        for (Dihedral form : Dihedral.values()) {
            int d = original.hash(form).hammingDistance(suspect.hash());
            if (Math.min(d, 256 - d) < distance) {
                distance = Math.min(d, 256 - d);
                nearest = form;
                inverted = 256 - d < d;
            }
        }
        return new Nearest(distance, nearest, inverted, Math.min(original.quality(), suspect.quality()));
    }
}
