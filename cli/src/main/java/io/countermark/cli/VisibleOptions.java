package io.countermark.cli;

import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageRejectedException;
import io.countermark.imaging.Picture;
import io.countermark.watermark.visible.Anchor;
import io.countermark.watermark.visible.ChannelPolicy;
import io.countermark.watermark.visible.Typeface;
import io.countermark.watermark.visible.VisibleMark;
import io.countermark.watermark.visible.VisibleMarkRefusedException;
import io.countermark.watermark.visible.VisibleMarkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The visible mark of {@code countermark mark}: what, where, and for which channel; mixed into that command. */
final class VisibleOptions {

    @ArgGroup
    private @Nullable Content content;

    static final class Content {

        @Option(names = "--text", required = true, paramLabel = "TEXT", description = "A line to be seen, any script")
        private @Nullable String text;

        @Option(
                names = "--logo",
                required = true,
                paramLabel = "FILE",
                description = "A picture to be seen; alpha counts")
        private @Nullable Path logo;
    }

    @Option(names = "--font", paramLabel = "FILE", description = "TrueType or OpenType, instead of an installed font")
    private @Nullable Path font;

    @Option(
            names = "--at",
            paramLabel = "PLACE",
            description =
                    "top-left, top, top-right, left, centre, right, bottom-left, bottom or bottom-right (the default)")
    private @Nullable String place;

    @Option(names = "--tiled", description = "All over, in staggered rows, instead of once")
    private boolean tiled;

    @Option(
            names = "--angle",
            paramLabel = "DEGREES",
            defaultValue = "30",
            description = "Of --tiled, -90 to 90, counter-clockwise (default: ${DEFAULT-VALUE})")
    private double angle;

    @Option(
            names = "--size",
            paramLabel = "SHARE",
            description = "Width of one mark over the picture's, 0.02 to 1 (default: 0.3, tiled 0.25)")
    private @Nullable Double size;

    @Option(names = "--opacity", paramLabel = "SHARE", description = "0.05 to 1 (default: 0.7, tiled 0.35)")
    private @Nullable Double opacity;

    @Option(
            names = "--channel",
            paramLabel = "ID",
            description =
                    "Where the pictures will be shown, for example own.shop; a channel that forbids visible marks refuses")
    private @Nullable String channel;

    @Option(names = "--policy", paramLabel = "FILE", description = "Channels and their rules, instead of ours")
    private @Nullable Path policy;

    boolean wanted() {
        return content != null;
    }

    /** Draws one visible mark for one channel. The logo is open until it is closed. */
    static final class Stamp implements AutoCloseable {

        private final VisibleMarkWriter writer;
        private final VisibleMark mark;
        private final @Nullable String channel;
        private final @Nullable DecodedImage logo;

        private Stamp(
                VisibleMarkWriter writer, VisibleMark mark, @Nullable String channel, @Nullable DecodedImage logo) {
            this.writer = writer;
            this.mark = mark;
            this.channel = channel;
            this.logo = logo;
        }

        VisibleMarkWriter.Drawn on(Picture picture) {
            return writer.write(picture, mark, channel);
        }

        @Override
        public void close() {
            if (logo != null) {
                logo.close();
            }
        }
    }

    /** @throws ParameterException when an option is wrong or the channel forbids it: nothing has been touched then */
    Stamp stamp(CommandSpec spec) {
        Content what = Objects.requireNonNull(content);
        @Nullable DecodedImage logo = null;
        try {
            ChannelPolicy rules =
                    policy == null ? ChannelPolicy.bundled() : ChannelPolicy.read(ImageFile.bytes(policy));
            if (channel != null) {
                rules.requireVisible(channel);
            }
            logo = what.logo == null ? null : ImageFile.decode(what.logo);
            VisibleMark.Content drawn =
                    logo == null ? text(Objects.requireNonNull(what.text)) : new VisibleMark.Logo(logo.picture());
            return new Stamp(new VisibleMarkWriter(rules), mark(drawn), channel, logo);
        } catch (IOException e) {
            throw Refusal.option(spec, option(what), Failure.of(e));
        } catch (VisibleMarkRefusedException | ImageRejectedException e) {
            if (logo != null) {
                logo.close();
            }
            throw Refusal.option(spec, option(what), Failure.of(e));
        }
    }

    /** Refuses options that would be passed over in silence. */
    void requireNone(CommandSpec spec) {
        if (tiled
                || place != null
                || channel != null
                || font != null
                || size != null
                || opacity != null
                || policy != null) {
            throw new ParameterException(
                    spec.commandLine(), "Options of a visible mark go with --text or --logo, which are missing");
        }
    }

    private static String option(Content what) {
        return what.logo == null ? "--text" : "--logo";
    }

    private VisibleMark.Content text(String words) throws IOException {
        return font == null
                ? VisibleMark.Text.of(words)
                : new VisibleMark.Text(words, Typeface.of(Files.readAllBytes(font)));
    }

    private VisibleMark mark(VisibleMark.Content drawn) {
        VisibleMark.Placement placement =
                tiled ? new VisibleMark.Tiled(angle, 0.6) : new VisibleMark.Single(anchor(), 0.03);
        double share = size != null ? size : tiled ? 0.25 : 0.3;
        double cover = opacity != null ? opacity : tiled ? 0.35 : 0.7;
        return new VisibleMark(drawn, placement, share, cover);
    }

    private Anchor anchor() {
        String wanted = place == null ? Anchor.BOTTOM_RIGHT.code() : place;
        List<Anchor> all = Arrays.asList(Anchor.values());
        return all.stream()
                .filter(anchor -> anchor.code().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new VisibleMarkRefusedException(
                        VisibleMarkRefusedException.Reason.BAD_VALUE,
                        "--at is one of " + all.stream().map(Anchor::code).collect(Collectors.joining(", "))));
    }
}
