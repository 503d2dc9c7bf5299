package io.countermark.watermark;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed permutation of ids, applied before coding: a Feistel network (Luby and Rackoff 1988) of {@value #ROUNDS} rounds over the two
 * halves of an id, {@code (left, right)} to {@code (right, left XOR f)} in each. {@code f} is the start, 4 or 8 bytes big-endian, of
 * {@code HMAC-SHA-256(sub(payload key, "countermark mark 1 ids"), round || right)}, the round as one byte from 0, the half as big-endian.
 *
 * <p>The code is linear, so the words of ids in a row resemble each other and combine to words of other ids; an innocent recipient
 * could then be named for an average of other copies. Scrambled, the words of any ids are as good as drawn at random.
 */
final class IdScramble {

    private static final int ROUNDS = 6;

    private final SecretKeySpec key;

    IdScramble(byte[] payloadKey) {
        this.key = new SecretKeySpec(KeyStream.subkey(payloadKey, "countermark mark 1 ids"), "HmacSHA256");
    }

    MarkId apply(MarkId id) {
        Mac mac = mac();
        long left = upper(id);
        long right = lower(id);
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ f(mac, id.length(), round, right);
            left = right;
            right = next;
        }
        return joined(id.length(), left, right);
    }

    MarkId undo(MarkId scrambled) {
        Mac mac = mac();
        long left = upper(scrambled);
        long right = lower(scrambled);
        for (int round = ROUNDS - 1; round >= 0; round--) {
            long previous = right ^ f(mac, scrambled.length(), round, left);
            right = left;
            left = previous;
        }
        return joined(scrambled.length(), left, right);
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    private static long f(Mac mac, MarkId.Length length, int round, long half) {
        mac.update((byte) round);
        return switch (length) {
            case BITS_64 -> {
                byte[] input =
                        ByteBuffer.allocate(Integer.BYTES).putInt((int) half).array();
                yield Integer.toUnsignedLong(ByteBuffer.wrap(mac.doFinal(input)).getInt());
            }
            case BITS_128 -> {
                byte[] input = ByteBuffer.allocate(Long.BYTES).putLong(half).array();
                yield ByteBuffer.wrap(mac.doFinal(input)).getLong();
            }
        };
    }

    private static long upper(MarkId id) {
        return switch (id.length()) {
            case BITS_64 -> id.bits() >>> Integer.SIZE;
            case BITS_128 -> id.high();
        };
    }

    private static long lower(MarkId id) {
        return switch (id.length()) {
            case BITS_64 -> Integer.toUnsignedLong((int) id.bits());
            case BITS_128 -> id.bits();
        };
    }

    private static MarkId joined(MarkId.Length length, long left, long right) {
        return switch (length) {
            case BITS_64 -> new MarkId(left << Integer.SIZE | right);
            case BITS_128 -> new MarkId(left, right);
        };
    }
}
