package io.countermark.fingerprint.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The index at one moment; valid only while its lock is held. Pictures are numbered through all parts, the journal's last. */
record Reading(List<Part> parts, Delta delta, Vocabulary vocabulary) {

    /** A segment, what was removed from it, and the number of its first picture. */
    record Part(Segment segment, BitSet removed, int base) {}

    /** Numbers in use, those of removed pictures included. */
    int numbers() {
        return deltaBase() + delta.numbers();
    }

    int deltaBase() {
        if (parts.isEmpty()) {
            return 0;
        }
        Part last = parts.getLast();
        return last.base() + last.segment().pictures();
    }

    boolean contains(String id) {
        for (Part part : parts) {
            int picture = part.segment().find(id);
            if (picture >= 0 && !part.removed().get(picture)) {
                return true;
            }
        }
        return delta.contains(id);
    }

    /** Whether it is there and was described, and is not a code alone. */
    boolean isPicture(String id) {
        for (Part part : parts) {
            int picture = part.segment().find(id);
            if (picture >= 0 && !part.removed().get(picture)) {
                return IndexedPicture.known(part.segment().digest(picture, Segment.Key.PIXELS));
            }
        }
        IndexedPicture pending = delta.picture(id);
        return pending != null && IndexedPicture.known(pending.pixelSha256());
    }

    List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < numbers(); number++) {
            String id = id(number);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** Every picture's global code with its id and quality. */
    void codes(Consumer<PdqList.Line> line) {
        for (Part part : parts) {
            Segment segment = part.segment();
            for (int picture = 0; picture < segment.pictures(); picture++) {
                if (!part.removed().get(picture)) {
                    line.accept(new PdqList.Line(
                            segment.codesOf(picture).getFirst(), segment.quality(picture), segment.id(picture)));
                }
            }
        }
        for (IndexedPicture picture : delta.live()) {
            line.accept(new PdqList.Line(picture.codes().getFirst(), picture.quality(), picture.id()));
        }
    }

    /** Whether files still hold something of a removed or replaced picture. */
    boolean hasRemoved() {
        return delta.numbers() > delta.size() || !partsWithRemoved().isEmpty();
    }

    List<Part> partsWithRemoved() {
        return parts.stream().filter(part -> !part.removed().isEmpty()).toList();
    }

    /** @param bytes of the files that are not segments */
    IndexStatistics statistics(long bytes) {
        int removed = delta.numbers() - delta.size();
        int pictures = delta.size();
        long features = delta.live().stream()
                .mapToLong(picture -> picture.words().length)
                .sum();
        long all = bytes;
        for (Part part : parts) {
            Segment segment = part.segment();
            removed += part.removed().cardinality();
            pictures += segment.pictures() - part.removed().cardinality();
            features += segment.postings()
                    - part.removed().stream().mapToLong(segment::features).sum();
            all += segment.length();
        }
        return new IndexStatistics(pictures, removed, features, parts.size(), delta.size(), all);
    }

    /** Its id, or null when it was removed. */
    @Nullable
    String id(int number) {
        if (number >= deltaBase()) {
            IndexedPicture picture = delta.picture(number - deltaBase());
            return picture == null ? null : picture.id();
        }
        for (Part part : parts) {
            int picture = number - part.base();
            if (picture < part.segment().pictures()) {
                return part.removed().get(picture) ? null : part.segment().id(picture);
            }
        }
        throw new IllegalArgumentException("No picture " + number);
    }
}
