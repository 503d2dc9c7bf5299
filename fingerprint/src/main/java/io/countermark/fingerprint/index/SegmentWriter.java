package io.countermark.fingerprint.index;

import io.countermark.fingerprint.PdqHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Segment}, from pictures or from other segments without what was removed from them. Postings are merged word by word
 * and never held in memory as a whole.
 */
final class SegmentWriter implements AutoCloseable {

    /** A segment to take over. */
    record Source(Segment segment, BitSet removed) {}

    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C checksum = new CRC32C();

    private SegmentWriter(Path file) throws IOException {
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** Durable when it returns, apart from the folder's entry. */
    static void write(Path folder, long number, int vocabulary, List<IndexedPicture> pictures) throws IOException {
        Rows rows = new Rows();
        long[] order = sortedFeatures(pictures);
        pictures.forEach(rows::add);
        try (SegmentWriter writer = new SegmentWriter(folder.resolve(Segment.name(number)))) {
            writer.head(rows, vocabulary, order.length);
            int next = 0;
            for (int word = 0; word < Vocabulary.WORDS; word++) {
                while (next < order.length && (int) (order[next] >>> 48) == word) {
                    next++;
                }
                writer.room(4).putInt(next);
            }
            for (long packed : order) {
                int picture = (int) (packed >>> 16);
                int feature = (int) (packed & 0xffff);
                IndexedPicture from = pictures.get(picture);
                writer.posting(picture, from.places()[feature], from.signatures()[feature]);
            }
            writer.finish();
        }
    }

    /** Word, picture and feature of each feature, in 16, 32 and 16 bits, by word and picture. */
    private static long[] sortedFeatures(List<IndexedPicture> pictures) {
        long[] order =
                new long[pictures.stream().mapToInt(p -> p.words().length).sum()];
        for (int picture = 0, n = 0; picture < pictures.size(); picture++) {
            char[] words = pictures.get(picture).words();
            for (int feature = 0; feature < words.length; feature++) {
                order[n++] = (long) words[feature] << 48 | (long) picture << 16 | feature;
            }
        }
        // Unsigned order: the sign bit is the highest bit of the word.
        for (int i = 0; i < order.length; i++) {
            order[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(order);
        for (int i = 0; i < order.length; i++) {
            order[i] ^= Long.MIN_VALUE;
        }
        return order;
    }

    /**
     * Merges; durable when it returns, apart from the folder's entry.
     *
     * @param stopped asked after each word
     * @throws CancellationException when stopped; the file is half written then
     */
    static void merge(Path folder, long number, int vocabulary, List<Source> sources, BooleanSupplier stopped)
            throws IOException {
        Rows rows = new Rows();
        List<int[]> renumbered = new ArrayList<>();
        for (Source source : sources) {
            Segment segment = source.segment();
            int[] numbers = new int[segment.pictures()];
            for (int picture = 0; picture < numbers.length; picture++) {
                boolean gone = source.removed().get(picture);
                numbers[picture] = gone ? -1 : rows.size();
                if (!gone) {
                    rows.add(segment, picture);
                }
            }
            renumbered.add(numbers);
        }
        try (SegmentWriter writer = new SegmentWriter(folder.resolve(Segment.name(number)))) {
            writer.head(rows, vocabulary, rows.features);
            long end = 0;
            for (int word = 0; word < Vocabulary.WORDS; word++) {
                for (int s = 0; s < sources.size(); s++) {
                    end += kept(sources.get(s).segment(), word, renumbered.get(s), null);
                }
                writer.room(4).putInt((int) end);
            }
            for (int word = 0; word < Vocabulary.WORDS; word++) {
                if (stopped.getAsBoolean()) {
                    throw new CancellationException("The index is being closed");
                }
                for (int s = 0; s < sources.size(); s++) {
                    kept(sources.get(s).segment(), word, renumbered.get(s), writer);
                }
            }
            writer.finish();
        }
    }

    /** Counts, and with a writer writes, the postings of a word that stay. */
    private static long kept(Segment segment, int word, int[] numbers, @Nullable SegmentWriter writer)
            throws IOException {
        long kept = 0;
        long end = segment.firstPosting(word + 1);
        for (long posting = segment.firstPosting(word); posting < end; posting++) {
            long at = segment.layout().posting(posting);
            int number = numbers[segment.bytes().get(Segment.INT, at)];
            if (number >= 0) {
                kept++;
                if (writer != null) {
                    writer.posting(
                            number,
                            segment.bytes().get(Segment.INT, at + 4),
                            segment.bytes().get(Segment.LONG, at + 8));
                }
            }
        }
        return kept;
    }

    /** Everything of the pictures but their postings. */
    private static final class Rows {

        private record Row(byte[] name, byte[] file, byte[] pixels, int quality, int features, List<PdqHash> codes) {}

        private final List<Row> rows = new ArrayList<>();
        private int codes;
        private int nameBytes;
        private long features;

        void add(IndexedPicture picture) {
            add(new Row(
                    picture.id().getBytes(StandardCharsets.UTF_8),
                    picture.fileSha256(),
                    picture.pixelSha256(),
                    picture.quality(),
                    picture.words().length,
                    picture.codes()));
        }

        void add(Segment segment, int picture) {
            add(new Row(
                    segment.id(picture).getBytes(StandardCharsets.UTF_8),
                    segment.digest(picture, Segment.Key.FILE),
                    segment.digest(picture, Segment.Key.PIXELS),
                    segment.quality(picture),
                    segment.features(picture),
                    segment.codesOf(picture)));
        }

        private void add(Row row) {
            rows.add(row);
            codes = Math.addExact(codes, row.codes().size());
            nameBytes = Math.addExact(nameBytes, row.name().length);
            features += row.features();
        }

        int size() {
            return rows.size();
        }

        long key(Segment.Key key, int row) {
            return switch (key) {
                case ID -> Segment.key(new String(rows.get(row).name(), StandardCharsets.UTF_8));
                case FILE -> Segment.key(rows.get(row).file());
                case PIXELS -> Segment.key(rows.get(row).pixels());
            };
        }
    }

    private void head(Rows rows, int vocabulary, long postings) throws IOException {
        if (postings > 0xffff_ffffL) {
            throw new IllegalArgumentException("A segment holds at most 2^32 features: shard the index");
        }
        room(32).putInt(Segment.MAGIC)
                .putShort(Segment.VERSION)
                .putShort((short) 0)
                .putInt(vocabulary);
        buffer.putInt(rows.size()).putInt(rows.codes).putInt(rows.nameBytes).putLong(postings);
        pictures(rows);
        for (Rows.Row row : rows.rows) {
            for (byte b : row.name()) {
                room(1).put(b);
            }
        }
        pad(rows.nameBytes);
        for (Segment.Key key : Segment.Key.values()) {
            keys(rows, key);
        }
        for (ToLongFunction<PdqHash> word :
                List.<ToLongFunction<PdqHash>>of(PdqHash::w0, PdqHash::w1, PdqHash::w2, PdqHash::w3)) {
            for (Rows.Row row : rows.rows) {
                for (PdqHash code : row.codes()) {
                    room(8).putLong(word.applyAsLong(code));
                }
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            for (int n = rows.rows.get(i).codes().size(); n > 0; n--) {
                room(4).putInt(i);
            }
        }
        pad(4L * rows.codes);
    }

    private void pictures(Rows rows) throws IOException {
        int name = 0;
        int code = 0;
        for (Rows.Row row : rows.rows) {
            room(Segment.PICTURE).put(row.file()).put(row.pixels());
            buffer.putInt(name).putShort((short) row.name().length);
            buffer.put((byte) row.quality()).put((byte) 0).putInt(code);
            buffer.putShort((short) row.features()).putShort((short) 0);
            name += row.name().length;
            code += row.codes().size();
        }
    }

    private void keys(Rows rows, Segment.Key key) throws IOException {
        record Entry(long key, int row) {}
        Entry[] entries = IntStream.range(0, rows.size())
                .mapToObj(row -> new Entry(rows.key(key, row), row))
                .toArray(Entry[]::new);
        Arrays.sort(entries, (a, b) -> {
            int byKey = Long.compareUnsigned(a.key(), b.key());
            return byKey != 0 ? byKey : Integer.compare(a.row(), b.row());
        });
        for (Entry entry : entries) {
            room(8).putLong(entry.key());
        }
        for (Entry entry : entries) {
            room(4).putInt(entry.row());
        }
        pad(4L * entries.length);
    }

    private void posting(int picture, int place, long signature) throws IOException {
        room(Segment.POSTING).putInt(picture).putInt(place).putLong(signature);
    }

    private void pad(long length) throws IOException {
        for (long n = length; n < SegmentLayout.padded(length); n++) {
            room(1).put((byte) 0);
        }
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            drain();
        }
        return buffer;
    }

    private void drain() throws IOException {
        buffer.flip();
        checksum.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private void finish() throws IOException {
        drain();
        buffer.putInt((int) checksum.getValue()).putInt(0).flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
