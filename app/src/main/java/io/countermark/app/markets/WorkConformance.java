package io.countermark.app.markets;

import io.countermark.app.library.ChannelRendition;
import io.countermark.app.library.ChannelRenditions;
import io.countermark.app.library.Library;
import io.countermark.app.library.Rendition;
import io.countermark.app.library.Work;
import io.countermark.app.library.WorkState;
import io.countermark.app.platform.Problem;
import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds the renditions of works against all channels. */
@Component
class WorkConformance {

    /** One screen of the grid; each row decodes its rendition at an eighth, to see its ground. */
    private static final int SHOWN_WORKS = 12;

    /** Enough pixels to tell the colour of the ground. */
    private static final int GROUND_SIDE = 128;

    private final Channels channels;
    private final Library library;
    private final ChannelRenditions renditions;
    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    WorkConformance(Channels channels, Library library, ChannelRenditions renditions) {
        this.channels = channels;
        this.library = library;
        this.renditions = renditions;
    }

    /** One row of the grid: a work and an answer a channel. */
    record Row(UUID workId, String title, List<Answer> answers) {}

    /**
     * How a work stands with a channel.
     *
     * @param conformance of the rendition as it is
     * @param made        for this channel under the present rules; null when none was ordered
     */
    record Answer(Conformance conformance, @Nullable ChannelRendition made) {

        boolean waiting() {
            return made != null && made.state() == ChannelRendition.State.ORDERED;
        }

        /** For the grid: whether there is a file that the channel takes. */
        public boolean ready() {
            return conformance.accepted() || (made != null && made.file() != null);
        }
    }

    /** The newest works that have a rendition. */
    List<Row> newest(UUID tenant) {
        return library.works(tenant, null, SHOWN_WORKS).works().stream()
                .filter(work -> work.state() == WorkState.PROTECTED)
                .map(work -> of(tenant, work.id()))
                .toList();
    }

    Row of(UUID tenant, UUID workId) {
        Work work =
                library.work(tenant, workId).orElseThrow(() -> Problem.NOT_FOUND.because("There is no such work here"));
        Rendition rendition = work.rendition();
        if (rendition == null) {
            throw Problem.NOT_FOUND.because("The work has no rendition yet; its protection is under way or has failed");
        }
        Map<String, ChannelRendition> made = renditions.of(tenant, work.asset().id()).stream()
                .filter(each -> each.rules().equals(channels.version()))
                .collect(Collectors.toMap(ChannelRendition::channel, Function.identity()));
        return new Row(
                workId,
                work.title(),
                channels.check(facts(tenant, rendition)).stream()
                        .map(answer ->
                                new Answer(answer, made.get(answer.channel().id())))
                        .toList());
    }

    private RenditionFacts facts(UUID tenant, Rendition rendition) {
        try (DecodedImage decoded = decoder.decodeReduced(library.content(tenant, rendition), GROUND_SIDE)) {
            boolean whiteGround = WhiteGround.of(decoded.picture());
            // Renditions carry no visible mark so far; when they do, the rendition's record will say so.
            return new RenditionFacts(
                    rendition.format(),
                    rendition.width(),
                    rendition.height(),
                    rendition.byteLength(),
                    whiteGround,
                    false);
        }
    }
}
