package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.util.Arrays;
import java.util.List;

/** Verifies proofs with nothing but hashes, after RFC 9162, sections 2.1.3.2 and 2.1.4.2 (the proofs are those of RFC 6962). */
public final class MerkleProof {

    /** A tree of 2^63 entries has no longer path. */
    private static final int LONGEST = 63;

    private MerkleProof() {}

    /** The leaf hash of an entry, 32 bytes. */
    public static byte[] leafHash(byte[] entry) {
        return new Hasher().leaf(entry);
    }

    /**
     * @param leafHash of the entry, 32 bytes
     * @param index    of the entry, below size
     * @param path     from the leaf's sibling up
     * @throws LogException BAD_PROOF when the path does not lead from leaf to root
     */
    public static void verifyInclusion(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size || path.size() > LONGEST) {
            throw bad("entry " + index + " is not one of " + size + ", or the path is too long");
        }
        Hasher hasher = new Hasher();
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) {
                throw bad("the path is longer than the tree is high");
            }
            if ((node & 1) == 1 || node == last) {
                hash = hasher.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = hasher.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0 || !Arrays.equals(hash, root)) {
            throw bad("the path of entry " + index + " does not lead to the root");
        }
    }

    /**
     * @param proof empty when {@code oldSize} is 0 or {@code size}
     * @throws LogException BAD_PROOF when the tree of {@code oldSize} is not a beginning of the other
     */
    public static void verifyConsistency(long oldSize, byte[] oldRoot, long size, byte[] root, List<byte[]> proof) {
        if (oldSize < 0 || oldSize > size || proof.size() > LONGEST) {
            throw bad("a tree of " + oldSize + " cannot be the beginning of one of " + size);
        }
        if (oldSize == 0 || oldSize == size) {
            boolean same =
                    oldSize == size ? Arrays.equals(oldRoot, root) : Arrays.equals(oldRoot, new Hasher().empty());
            if (!proof.isEmpty() || !same) {
                throw bad("trees of " + oldSize + " and " + size + " entries need no proof, only right roots");
            }
            return;
        }
        walk(oldSize, oldRoot, size, root, proof);
    }

    private static void walk(long oldSize, byte[] oldRoot, long size, byte[] root, List<byte[]> proof) {
        Hasher hasher = new Hasher();
        long node = oldSize - 1;
        long last = size - 1;
        int shift = Long.numberOfTrailingZeros(
                oldSize); // Trailing ones of node: the old tree's right edge is perfect so far.
        node >>= shift;
        last >>= shift;
        boolean power = Long.bitCount(oldSize) == 1;
        if (!power && proof.isEmpty()) {
            throw bad("the consistency proof is empty");
        }
        byte[] oldHash = power ? oldRoot : proof.getFirst();
        byte[] hash = oldHash;
        for (byte[] sibling : proof.subList(power ? 0 : 1, proof.size())) {
            if (last == 0) {
                throw bad("the consistency proof is too long");
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = hasher.node(sibling, oldHash);
                hash = hasher.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = hasher.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0 || !Arrays.equals(oldHash, oldRoot) || !Arrays.equals(hash, root)) {
            throw bad("the tree of " + oldSize + " is not the beginning of the tree of " + size);
        }
    }

    private static LogException bad(String what) {
        return new LogException(Reason.BAD_PROOF, "Proof: " + what);
    }
}
