package io.countermark.app.library;

import io.countermark.fingerprint.PdqFingerprint;
import io.countermark.fingerprint.PdqHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A PDQ fingerprint as a column: eight hashes of 32 bytes, most significant first, in the order of {@code Dihedral}. */
final class PdqColumn {

    private static final int HASHES = 8;

    private PdqColumn() {}

    static byte[] write(PdqFingerprint pdq) {
        ByteBuffer column = ByteBuffer.allocate(HASHES * 32);
        for (PdqHash hash : pdq.hashes()) {
            column.putLong(hash.w0()).putLong(hash.w1()).putLong(hash.w2()).putLong(hash.w3());
        }
        return column.array();
    }

    static PdqFingerprint read(byte[] column, int quality) {
        ByteBuffer buffer = ByteBuffer.wrap(column);
        List<PdqHash> hashes = new ArrayList<>(HASHES);
        for (int i = 0; i < HASHES; i++) {
            hashes.add(new PdqHash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong()));
        }
        return new PdqFingerprint(hashes, quality);
    }
}
