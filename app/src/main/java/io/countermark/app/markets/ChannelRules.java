package io.countermark.app.markets;

import io.countermark.app.markets.Channel.VisibleMark;
import io.countermark.app.markets.Finding.Rule;
import io.countermark.app.markets.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a rendition against the rules of a channel. Pure: facts in, findings out. */
final class ChannelRules {

    /** A picture is of an aspect when it is within one per cent of it: rounding to whole pixels must not refuse it. */
    static final double ASPECT_TOLERANCE = 0.01;

    private ChannelRules() {}

    static Conformance check(Channel channel, RenditionFacts facts) {
        List<Finding> findings = new ArrayList<>();
        checkFile(channel, facts, findings);
        checkSides(channel, facts, findings);
        checkShape(channel, facts, findings);
        checkLook(channel, facts, findings);
        return new Conformance(channel, findings);
    }

    private static void checkFile(Channel channel, RenditionFacts facts, List<Finding> findings) {
        if (!channel.formats().contains(facts.format())) {
            String formats = String.join(
                    ", ", channel.formats().stream().map(Enum::name).sorted().toList());
            findings.add(refused(Rule.FORMAT, formats, facts.format().name()));
        }
        if (facts.bytes() > channel.maxBytes()) {
            findings.add(refused(Rule.FILE_SIZE, "<= " + channel.maxBytes() + " B", facts.bytes() + " B"));
        }
    }

    private static void checkSides(Channel channel, RenditionFacts facts, List<Finding> findings) {
        int longSide = Math.max(facts.width(), facts.height());
        int shortSide = Math.min(facts.width(), facts.height());
        String size = facts.width() + " x " + facts.height() + " px";
        if (below(longSide, channel.minLongSide())) {
            findings.add(refused(Rule.SIDE_TOO_SHORT, "long side >= " + channel.minLongSide() + " px", size));
        }
        if (below(shortSide, channel.minShortSide())) {
            findings.add(refused(Rule.SIDE_TOO_SHORT, "short side >= " + channel.minShortSide() + " px", size));
        }
        if (below(facts.width(), channel.minWidth())) {
            findings.add(refused(Rule.SIDE_TOO_SHORT, "width >= " + channel.minWidth() + " px", size));
        }
        if (above(longSide, channel.maxLongSide())) {
            findings.add(refused(Rule.SIDE_TOO_LONG, "long side <= " + channel.maxLongSide() + " px", size));
        }
        if (above(facts.width(), channel.maxWidth())) {
            findings.add(refused(Rule.SIDE_TOO_LONG, "width <= " + channel.maxWidth() + " px", size));
        }
        if (above(facts.height(), channel.maxHeight())) {
            findings.add(refused(Rule.SIDE_TOO_LONG, "height <= " + channel.maxHeight() + " px", size));
        }
        if (below(longSide, channel.recommendedLongSide())) {
            findings.add(new Finding(
                    Rule.RECOMMENDED_SIZE,
                    Severity.ADVICE,
                    "long side >= " + channel.recommendedLongSide() + " px",
                    size));
        }
    }

    private static void checkShape(Channel channel, RenditionFacts facts, List<Finding> findings) {
        String size = facts.width() + " x " + facts.height() + " px";
        Integer width = channel.exactWidth();
        Integer height = channel.exactHeight();
        if (width != null && height != null && (facts.width() != width || facts.height() != height)) {
            findings.add(refused(Rule.EXACT_SIZE, width + " x " + height + " px", size));
        }
        double aspect = (double) facts.width() / facts.height();
        boolean fits = channel.aspects().stream()
                .mapToDouble(ChannelRules::ratio)
                .anyMatch(wanted -> Math.abs(aspect / wanted - 1) <= ASPECT_TOLERANCE);
        if (!channel.aspects().isEmpty() && !fits) {
            findings.add(refused(Rule.ASPECT, String.join(" / ", channel.aspects()), size));
        }
    }

    private static void checkLook(Channel channel, RenditionFacts facts, List<Finding> findings) {
        if (channel.whiteBackground() && !facts.whiteGround()) {
            findings.add(refused(Rule.GROUND, "255,255,255", "-"));
        }
        if (facts.visibleMark() && channel.visibleMark() != VisibleMark.ALLOWED) {
            Severity severity = channel.visibleMark() == VisibleMark.FORBIDDEN ? Severity.REFUSED : Severity.ADVICE;
            findings.add(new Finding(
                    Rule.VISIBLE_MARK, severity, channel.visibleMark().name(), "visible mark"));
        }
    }

    static double ratio(String aspect) {
        int colon = aspect.indexOf(':');
        return Double.parseDouble(aspect.substring(0, colon)) / Double.parseDouble(aspect.substring(colon + 1));
    }

    private static boolean below(int value, @Nullable Integer limit) {
        return limit != null && value < limit;
    }

    private static boolean above(int value, @Nullable Integer limit) {
        return limit != null && value > limit;
    }

    private static Finding refused(Rule rule, String expected, String actual) {
        return new Finding(rule, Severity.REFUSED, expected, actual);
    }
}
