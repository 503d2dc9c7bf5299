package io.countermark.fingerprint;

import io.countermark.imaging.Picture;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One picture under comparison, with what has been computed of it so far. Not thread-safe; close it when done. */
public final class Subject implements AutoCloseable {

    /** At which size and which way round a picture is looked at. */
    public enum View {
        SMALL(512, 1000, 1000, false),
        SMALL_MIRRORED(512, 1000, 1000, true),
        LARGE(1024, 4000, 45, false),
        LARGE_MIRRORED(1024, 4000, 45, true);

        private final int longSide;
        private final int features;
        private final int perCell;
        private final boolean mirrored;

        View(int longSide, int features, int perCell, boolean mirrored) {
            this.longSide = longSide;
            this.features = features;
            this.perCell = perCell;
            this.mirrored = mirrored;
        }

        /** Whether left and right are swapped. */
        public boolean mirrored() {
            return mirrored;
        }

        /** The frame that this view mirrors, or itself. */
        View straight() {
            return longSide == SMALL.longSide ? SMALL : LARGE;
        }
    }

    private final Picture picture;
    private final Map<View, Frame> frames = new EnumMap<>(View.class);
    private final Map<View, LocalFeatures> features = new EnumMap<>(View.class);
    private @Nullable PdqFingerprint pdq;

    /** The picture stays the caller's, and open while this is used. */
    public Subject(Picture picture) {
        this.picture = picture;
    }

    /** In pixels. */
    public int width() {
        return picture.width();
    }

    /** In pixels. */
    public int height() {
        return picture.height();
    }

    /** Its global hash in eight forms. */
    public PdqFingerprint pdq() {
        PdqFingerprint known = pdq;
        if (known == null) {
            known = Pdq.describe(picture);
            pdq = known;
        }
        return known;
    }

    /** The frame of a view, the straight one for mirrored views. */
    Frame frame(View view) {
        return frames.computeIfAbsent(view.straight(), straight -> Frame.of(picture, straight.longSide));
    }

    /** Corners in the frame of the view; for a mirrored view in the mirrored frame. */
    public LocalFeatures features(View view) {
        LocalFeatures known = features.get(view);
        if (known == null) {
            Frame frame = frame(view);
            if (view.mirrored) {
                try (Frame mirrored = frame.mirrored()) {
                    known = LocalFeatures.of(mirrored.gray(), view.features, view.perCell);
                }
            } else {
                known = LocalFeatures.of(frame.gray(), view.features, view.perCell);
            }
            features.put(view, known);
        }
        return known;
    }

    @Override
    public void close() {
        frames.values().forEach(Frame::close);
        frames.clear();
    }
}
