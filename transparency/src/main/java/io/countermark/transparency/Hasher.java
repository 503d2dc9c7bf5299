package io.countermark.transparency;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashing of RFC 6962, section 2.1, with SHA-256. Not thread-safe: one for each piece of work. */
final class Hasher {

    static final int LENGTH = 32;

    private final MessageDigest sha256 = sha256();

    /** {@code SHA-256(0x00 || entry)}. */
    byte[] leaf(byte[] entry) {
        sha256.update((byte) 0);
        return sha256.digest(entry);
    }

    /** {@code SHA-256(0x01 || left || right)}. */
    byte[] node(byte[] left, byte[] right) {
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }

    /** Of the tree without entries: {@code SHA-256("")}. */
    byte[] empty() {
        return sha256.digest();
    }

    /** The tree over hashes that stand for equal perfect subtrees, {@code from} inclusive to {@code to} exclusive, not empty. */
    byte[] tree(byte[] hashes, int from, int to) {
        if (to - from == 1) {
            byte[] one = new byte[LENGTH];
            System.arraycopy(hashes, from * LENGTH, one, 0, LENGTH);
            return one;
        }
        int split = Integer.highestOneBit(to - from - 1);
        return node(tree(hashes, from, from + split), tree(hashes, from + split, to));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
