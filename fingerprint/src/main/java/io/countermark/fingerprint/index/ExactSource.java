package io.countermark.fingerprint.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Originals with the same bytes or the same pixels. */
final class ExactSource implements CandidateSource {

    static final String NAME = "exact";

    private final CopyIndex index;

    ExactSource(CopyIndex index) {
        this.index = index;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Candidate> find(Query query, Depth depth, int limit) {
        return switch (depth) {
            case WHOLE -> index.read(now -> find(now, query, limit));
            case PARTS -> List.of();
        };
    }

    private static List<Candidate> find(Reading now, Query query, int limit) {
        List<Candidate> found = new ArrayList<>();
        byte[] file = query.fileSha256();
        byte[] pixels = query.pixelSha256();
        for (Reading.Part part : now.parts()) {
            if (file != null) {
                part.segment().withDigest(Segment.Key.FILE, file, picture -> add(part, picture, found));
            }
            part.segment().withDigest(Segment.Key.PIXELS, pixels, picture -> add(part, picture, found));
        }
        for (IndexedPicture picture : now.delta().live()) {
            if (Arrays.equals(picture.pixelSha256(), pixels)
                    || (file != null && Arrays.equals(picture.fileSha256(), file))) {
                found.add(new Candidate(picture.id(), NAME, 1));
            }
        }
        return Candidate.merge(found, limit);
    }

    private static void add(Reading.Part part, int picture, List<Candidate> found) {
        if (!part.removed().get(picture)) {
            found.add(new Candidate(part.segment().id(picture), NAME, 1));
        }
    }
}
