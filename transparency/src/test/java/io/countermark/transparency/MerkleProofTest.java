package io.countermark.transparency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.transparency.LogException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against the definitions of RFC 6962, section 2.1, written down once more in their slowest form. */
class MerkleProofTest {

    private static final int MOST = 300; // past one tile, so that two levels take part
    private static final List<byte[]> LEAVES = new ArrayList<>();
    private static final Map<TilePath, byte[]> WRITTEN = new HashMap<>();
    private static final Map<Integer, byte[]> ROOTS = new HashMap<>();

    @BeforeAll
    static void grow() {
        Growth growth = new Growth(Growth.Snapshot.EMPTY);
        ROOTS.put(0, growth.root());
        for (int i = 0; i < MOST; i++) {
            byte[] entry = ByteBuffer.allocate(4).putInt(i).array();
            LEAVES.add(naiveLeaf(entry));
            growth.append(entry, MerkleProof.leafHash(entry));
            ROOTS.put(i + 1, growth.root());
            growth.takeFinished().forEach(tile -> WRITTEN.put(tile.path(), tile.bytes()));
        }
        growth.unfinished().forEach(tile -> WRITTEN.put(tile.path(), tile.bytes()));
    }

    @Test
    void rootsOfEverySizeAreThoseOfTheDefinition() {
        Tiles tiles = tiles();
        for (int n = 0; n <= MOST; n++) {
            byte[] expected = naiveRoot(LEAVES.subList(0, n));
            assertArrayEquals(expected, ROOTS.get(n), "while growing, size " + n);
            assertArrayEquals(expected, tiles.root(n), "from tiles, size " + n);
        }
    }

    @Test
    void everyInclusionProofIsThatOfTheDefinitionAndVerifies() {
        Tiles tiles = tiles();
        for (int n = 1; n <= MOST; n += n < 40 ? 1 : 41) {
            for (int m = 0; m < n; m++) {
                List<byte[]> path = tiles.inclusion(m, n);
                assertEquals(hex(naivePath(m, LEAVES.subList(0, n))), hex(path), m + " in " + n);
                MerkleProof.verifyInclusion(LEAVES.get(m), m, n, path, ROOTS.get(n));
            }
        }
    }

    @Test
    void everyConsistencyProofIsThatOfTheDefinitionAndVerifies() {
        Tiles tiles = tiles();
        for (int n = 0; n <= MOST; n += n < 40 || n > 254 && n < 259 ? 1 : 37) {
            for (int m = 0; m <= n; m++) {
                List<byte[]> proof = tiles.consistency(m, n);
                if (m > 0 && m < n) {
                    assertEquals(hex(naiveSubproof(m, LEAVES.subList(0, n), true)), hex(proof), m + " to " + n);
                }
                MerkleProof.verifyConsistency(m, ROOTS.get(m), n, ROOTS.get(n), proof);
            }
        }
    }

    @Test
    void aWrongIndexSizeRootOrHashIsRefused() {
        Tiles tiles = tiles();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int n = 2 + random.nextInt(MOST - 1);
            int m = random.nextInt(n);
            List<byte[]> path = tiles.inclusion(m, n);
            String where = "seed " + seed + " round " + round + ": " + m + " in " + n;
            switch (random.nextInt(4)) {
                case 0 -> refused(where, LEAVES.get(m), m, n, flip(path, random), ROOTS.get(n));
                case 1 -> refused(where, LEAVES.get(m), (m + 1 + random.nextInt(n - 1)) % n, n, path, ROOTS.get(n));
                case 2 -> refused(where, LEAVES.get((m + 1) % n), m, n, path, ROOTS.get(n));
                default -> refused(where, LEAVES.get(m), m, n, path.subList(1, path.size()), ROOTS.get(n));
            }
            if (m > 0) {
                List<byte[]> proof = tiles.consistency(m, n);
                byte[] otherRoot = ROOTS.get(m == 1 ? 2 : m - 1);
                TransparencyLogTest.assertReason(
                        Reason.BAD_PROOF, () -> MerkleProof.verifyConsistency(m, otherRoot, n, ROOTS.get(n), proof));
                TransparencyLogTest.assertReason(
                        Reason.BAD_PROOF,
                        () -> MerkleProof.verifyConsistency(m, ROOTS.get(m), n, ROOTS.get(n), flip(proof, random)));
            }
        }
    }

    private static void refused(String where, byte[] leaf, int m, int n, List<byte[]> path, byte[] root) {
        try {
            MerkleProof.verifyInclusion(leaf, m, n, path, root);
        } catch (LogException e) {
            assertEquals(Reason.BAD_PROOF, e.reason(), where);
            return;
        }
        throw new AssertionError("accepted: " + where);
    }

    private static List<byte[]> flip(List<byte[]> hashes, Random random) {
        List<byte[]> flipped = new ArrayList<>(hashes);
        int at = random.nextInt(flipped.size());
        byte[] hash = flipped.get(at).clone();
        hash[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
        flipped.set(at, hash);
        return flipped;
    }

    private static Tiles tiles() {
        return new Tiles(path -> Objects.requireNonNull(WRITTEN.get(path), path::text), MOST);
    }

    private static byte[] naiveLeaf(byte[] entry) {
        return sha256(new byte[] {0}, entry);
    }

    private static byte[] naiveRoot(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return sha256();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = split(leaves.size());
        return sha256(new byte[] {1}, naiveRoot(leaves.subList(0, k)), naiveRoot(leaves.subList(k, leaves.size())));
    }

    private static List<byte[]> naivePath(int m, List<byte[]> leaves) {
        List<byte[]> path = new ArrayList<>();
        if (leaves.size() > 1) {
            int k = split(leaves.size());
            List<byte[]> left = leaves.subList(0, k);
            List<byte[]> right = leaves.subList(k, leaves.size());
            path.addAll(m < k ? naivePath(m, left) : naivePath(m - k, right));
            path.add(naiveRoot(m < k ? right : left));
        }
        return path;
    }

    private static List<byte[]> naiveSubproof(int m, List<byte[]> leaves, boolean complete) {
        List<byte[]> proof = new ArrayList<>();
        if (m == leaves.size()) {
            if (!complete) {
                proof.add(naiveRoot(leaves));
            }
            return proof;
        }
        int k = split(leaves.size());
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, leaves.size());
        proof.addAll(m <= k ? naiveSubproof(m, left, complete) : naiveSubproof(m - k, right, false));
        proof.add(naiveRoot(m <= k ? right : left));
        return proof;
    }

    private static int split(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    private static byte[] sha256(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return Hasher.sha256().digest(all.toByteArray());
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }
}
