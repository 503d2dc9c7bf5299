package io.countermark.fingerprint.index;

/** Holds the version of a file against the one this release reads. */
final class Versions {

    private Versions() {}

    static void require(short found, short read, String what) {
        int version = Short.toUnsignedInt(found);
        if (version > read) {
            throw new IndexTooNewException("The index's " + what + " is of version " + version
                    + ", newer than this release reads (" + read + "): use a newer release or rebuild the index");
        }
        if (version < read) {
            throw new IndexTooOldException("The index's " + what + " is of version " + version
                    + ", which is no longer read: rebuild the index");
        }
    }
}
