package io.countermark.watermark;

import java.util.ArrayList;
import java.util.List;

/**
 * Where in the spectrum of the tile a key puts pilots and payload; the format of the mark, version 1.
 *
 * <p>A harmonic is (x, y) in cycles per tile of 128 x 128, in the half plane {@code y > 0 or (y = 0 and x > 0)}; lists of harmonics
 * are first made in ascending order of y, then x.
 *
 * <ul>
 *   <li>Pilots, from the stream "countermark mark 1 pilot" of the pilot key: the harmonics with radius 8 to 24 are shuffled; in that
 *       order each is taken that is more than 3 away from all taken before, until there are 40. Then a phase is drawn for each.
 *   <li>Payload, from the stream "countermark mark 1 payload" of the payload key: the harmonics with radius 4 to 26 that are not
 *       pilots are shuffled. Dimension {@code 2 i} is the real, {@code 2 i + 1} the imaginary part of the i-th. The list
 *       {@code 0, 1, ... d - 1} modulo 512 is shuffled: entry {@code d} is the coded bit that dimension {@code d} carries. Then a sign is
 *       drawn for each dimension: minus where the word is odd.
 * </ul>
 *
 * <p>The tiled pattern with sparse lines as a spectrum is after Kutter (1998) and Deguillaume, Voloshynovskiy and Pun (1999); the
 * template of pilots after Pereira and Pun (2000); the spreading after Cox et al. (1997).
 */
final class Constellation {

    /** Side of the tile, in pixels of the normalised frame. */
    static final int TILE = 128;

    static final int PILOTS = 40;

    /** Amplitude of a pilot against the root mean square of a payload harmonic. */
    static final double PILOT_AMPLITUDE = 3.6;

    private static final int PILOT_INNER = 8;
    private static final int PILOT_OUTER = 24;
    private static final int PILOT_DISTANCE = 3;
    private static final int PAYLOAD_INNER = 4;
    static final int PAYLOAD_OUTER = 26;

    private final int[] pilotX = new int[PILOTS];
    private final int[] pilotY = new int[PILOTS];
    private final double[] pilotPhase = new double[PILOTS];
    private final int[] carrierX;
    private final int[] carrierY;
    private final int[] codedBit;
    private final float[] sign;
    private final IdScramble scramble;

    Constellation(MarkKey key) {
        KeyStream pilotStream = new KeyStream(key.pilotKey(), "countermark mark 1 pilot");
        drawPilots(pilotStream);
        scramble = new IdScramble(key.payloadKey());
        KeyStream stream = new KeyStream(key.payloadKey(), "countermark mark 1 payload");
        List<int[]> ring = ring(PAYLOAD_INNER, PAYLOAD_OUTER);
        ring.removeIf(this::isPilot);
        int[] order = range(ring.size(), Integer.MAX_VALUE);
        stream.shuffle(order);
        carrierX = new int[order.length];
        carrierY = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            carrierX[i] = ring.get(order[i])[0];
            carrierY[i] = ring.get(order[i])[1];
        }
        codedBit = range(2 * order.length, PolarCode.LENGTH);
        stream.shuffle(codedBit);
        sign = new float[codedBit.length];
        for (int i = 0; i < sign.length; i++) {
            sign[i] = (stream.nextWord() & 1) == 0 ? 1 : -1;
        }
    }

    private void drawPilots(KeyStream stream) {
        List<int[]> ring = ring(PILOT_INNER, PILOT_OUTER);
        int[] order = range(ring.size(), Integer.MAX_VALUE);
        stream.shuffle(order);
        int taken = 0;
        for (int i = 0; i < order.length && taken < PILOTS; i++) {
            int[] harmonic = ring.get(order[i]);
            if (farFromPilots(harmonic, taken)) {
                pilotX[taken] = harmonic[0];
                pilotY[taken++] = harmonic[1];
            }
        }
        for (int i = 0; i < PILOTS; i++) {
            pilotPhase[i] = stream.nextPhase();
        }
    }

    private boolean farFromPilots(int[] harmonic, int taken) {
        for (int i = 0; i < taken; i++) {
            int dx = harmonic[0] - pilotX[i];
            int dy = harmonic[1] - pilotY[i];
            if (dx * dx + dy * dy <= PILOT_DISTANCE * PILOT_DISTANCE) {
                return false;
            }
        }
        return true;
    }

    private boolean isPilot(int[] harmonic) {
        for (int i = 0; i < PILOTS; i++) {
            if (harmonic[0] == pilotX[i] && harmonic[1] == pilotY[i]) {
                return true;
            }
        }
        return false;
    }

    private static List<int[]> ring(int inner, int outer) {
        List<int[]> ring = new ArrayList<>();
        for (int y = 0; y <= outer; y++) {
            for (int x = y == 0 ? 1 : -outer; x <= outer; x++) {
                int square = x * x + y * y;
                if (square >= inner * inner && square <= outer * outer) {
                    ring.add(new int[] {x, y});
                }
            }
        }
        return ring;
    }

    private static int[] range(int length, int modulus) {
        int[] values = new int[length];
        for (int i = 0; i < length; i++) {
            values[i] = i % modulus;
        }
        return values;
    }

    /** The code word that stands for an id under this key. */
    boolean[] word(MarkId id) {
        return MarkCode.word(scramble.apply(id));
    }

    /** The id that was scrambled to this one. */
    MarkId id(MarkId scrambled) {
        return scramble.undo(scrambled);
    }

    int carriers() {
        return carrierX.length;
    }

    int carrierX(int carrier) {
        return carrierX[carrier];
    }

    int carrierY(int carrier) {
        return carrierY[carrier];
    }

    /** The coded bit, 0 to 511, that dimension {@code 2 carrier} (real) or {@code 2 carrier + 1} (imaginary) carries. */
    int codedBit(int dimension) {
        return codedBit[dimension];
    }

    /** 1 or -1, by which the coded bit is multiplied in this dimension. */
    float sign(int dimension) {
        return sign[dimension];
    }

    int pilotX(int pilot) {
        return pilotX[pilot];
    }

    int pilotY(int pilot) {
        return pilotY[pilot];
    }

    /** In radians. */
    double pilotPhase(int pilot) {
        return pilotPhase[pilot];
    }
}
