package io.countermark.fingerprint;

import java.util.List;

/** Hashes of registered pictures in memory, searched by Hamming distance. Thread-safe; an added hash is found by the next search. */
public final class PdqIndex {

    /**
     * @param id       as given to {@link #add}
     * @param distance Hamming distance, 0 to 256
     * @param form     the symmetry under which the query came closest
     */
    public record Hit(String id, int distance, Dihedral form) {}

    public void add(String id, PdqHash hash) {
        throw new UnsupportedOperationException();
    }

    /** Removes all hashes of {@code id}; returns whether there were any. */
    public boolean remove(String id) {
        throw new UnsupportedOperationException();
    }

    public int size() {
        throw new UnsupportedOperationException();
    }

    /** The closest {@code limit} pictures within {@code maxDistance} under any of the query's eight forms, nearest first. */
    public List<Hit> search(PdqFingerprint query, int maxDistance, int limit) {
        throw new UnsupportedOperationException();
    }
}
