package io.countermark.credentials;

import java.util.Arrays;
import java.util.Random;

/**
 * Damage to a file that a seed describes: one to three of a bit flipped, bytes set, cut off, taken out, doubled, filled or swapped,
 * a length replaced by one that is wrong in a telling way, or a piece of another file put in.
 */
record Mutation(long seed) {

    private static final int[] LENGTHS = {
        0, 1, 2, 7, 8, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFF
    };
    private static final int LONGEST = 64;

    /** @param other a file whose pieces may be put in */
    byte[] of(byte[] original, byte[] other) {
        Random random = new Random(seed);
        byte[] file = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && file.length > 0; i++) {
            file = once(file, other, random);
        }
        return file;
    }

    private static byte[] once(byte[] file, byte[] other, Random random) {
        int at = random.nextInt(file.length);
        int length = 1 + random.nextInt(Math.min(LONGEST, file.length - at));
        switch (random.nextInt(10)) {
            case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> file[at] = (byte) random.nextInt(256);
            case 2 -> file[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
            case 3 -> {
                return Arrays.copyOf(file, at + 1);
            }
            case 4 -> {
                return without(file, at, at + length);
            }
            case 5 -> {
                return with(file, at, Arrays.copyOfRange(file, at, at + length));
            }
            case 6 -> Arrays.fill(file, at, at + length, (byte) random.nextInt(256));
            case 7 -> swap(file, at, random.nextInt(file.length));
            case 8 -> setLength(file, at, LENGTHS[random.nextInt(LENGTHS.length)], random);
            default -> {
                int from = random.nextInt(Math.max(1, other.length - LONGEST));
                byte[] piece = Arrays.copyOfRange(other, from, Math.min(other.length, from + length));
                if (random.nextBoolean()) {
                    return with(file, at, piece);
                }
                System.arraycopy(piece, 0, file, at, Math.min(piece.length, file.length - at));
            }
        }
        return file;
    }

    private static void swap(byte[] file, int at, int other) {
        byte kept = file[at];
        file[at] = file[other];
        file[other] = kept;
    }

    private static void setLength(byte[] file, int at, int value, Random random) {
        int width = random.nextBoolean() ? 2 : 4;
        boolean little = random.nextBoolean();
        for (int i = 0; i < width && at + i < file.length; i++) {
            file[at + i] = (byte) (value >>> 8 * (little ? i : width - 1 - i));
        }
    }

    static byte[] without(byte[] file, int from, int to) {
        byte[] kept = Arrays.copyOf(file, file.length - (to - from));
        System.arraycopy(file, to, kept, from, file.length - to);
        return kept;
    }

    private static byte[] with(byte[] file, int at, byte[] piece) {
        byte[] longer = Arrays.copyOf(file, file.length + piece.length);
        System.arraycopy(piece, 0, longer, at, piece.length);
        System.arraycopy(file, at, longer, at + piece.length, file.length - at);
        return longer;
    }
}
