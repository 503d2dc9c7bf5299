package io.countermark.app.markets;

import io.countermark.container.ImageFormat;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place of a marketplace where pictures are shown, with its published picture rules. All sides in pixels; a rule that the
 * marketplace does not publish is null.
 *
 * @param id                  for example {@code amazon.main}
 * @param name                for people
 * @param validFrom           the day from which we know the rules
 * @param confidence          S read at the source, C sources disagree, K general knowledge
 * @param source              where the rules were read
 * @param recommendedLongSide below this a rendition is accepted but not at its best
 * @param aspects             allowed width to height, for example 1:1; empty when any
 * @param whiteBackground     whether the ground must be pure white (255,255,255)
 */
public record Channel(
        String id,
        String name,
        LocalDate validFrom,
        String confidence,
        String source,
        @Nullable Integer minLongSide,
        @Nullable Integer minShortSide,
        @Nullable Integer maxLongSide,
        @Nullable Integer recommendedLongSide,
        @Nullable Integer exactWidth,
        @Nullable Integer exactHeight,
        @Nullable Integer minWidth,
        @Nullable Integer maxWidth,
        @Nullable Integer maxHeight,
        List<String> aspects,
        Set<ImageFormat> formats,
        long maxBytes,
        boolean whiteBackground,
        VisibleMark visibleMark) {

    /** What a channel says of visible marks. */
    public enum VisibleMark {
        FORBIDDEN,
        DISCOURAGED,
        ALLOWED
    }

    public Channel {
        aspects = List.copyOf(aspects);
        formats = Set.copyOf(formats);
    }
}
