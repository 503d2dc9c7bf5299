package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Entries one after the other, each after its length in two bytes, big-endian (c2sp.org/tlog-tiles, "Log entries"). */
final class EntryBundle {

    private EntryBundle() {}

    /** @throws LogException CORRUPT naming {@code path} when it does not hold exactly its width of entries */
    static List<byte[]> parse(TilePath path, byte[] bundle) {
        List<byte[]> entries = new ArrayList<>(path.width());
        ByteBuffer in = ByteBuffer.wrap(bundle);
        while (entries.size() < path.width()) {
            if (in.remaining() < 2) {
                throw corrupt(path, "ends before entry " + entries.size());
            }
            byte[] entry = new byte[Short.toUnsignedInt(in.getShort())];
            if (in.remaining() < entry.length) {
                throw corrupt(path, "ends inside entry " + entries.size());
            }
            in.get(entry);
            entries.add(entry);
        }
        if (in.hasRemaining()) {
            throw corrupt(path, "goes on after its last entry");
        }
        return entries;
    }

    private static LogException corrupt(TilePath path, String what) {
        return new LogException(Reason.CORRUPT, path + ": " + what);
    }
}
