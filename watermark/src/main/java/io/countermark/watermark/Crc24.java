package io.countermark.watermark;

/**
 * CRC-24 of OpenPGP (RFC 9580, section 6.1.1): polynomial 0x864CFB, start 0xB704CE, most significant bit first. It is over the
 * eight or sixteen bytes of an id, most significant byte first.
 */
final class Crc24 {

    static final int BITS = 24;

    private static final int POLYNOMIAL = 0x864CFB;
    private static final int START = 0xB704CE;

    private Crc24() {}

    static int of(byte[] bytes) {
        int crc = START;
        for (byte value : bytes) {
            crc = next(crc, value);
        }
        return crc;
    }

    private static int next(int crc, byte value) {
        int register = crc ^ (value & 0xFF) << 16;
        for (int bit = 0; bit < 8; bit++) {
            register <<= 1;
            if ((register & 0x1000000) != 0) {
                register ^= 0x1000000 | POLYNOMIAL;
            }
        }
        return register;
    }
}
