package io.countermark.app.markets;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.app.markets.Finding.Rule;
import io.countermark.container.ImageFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelRulesTest {

    private final Channels channels = new Channels();

    private Conformance check(String channel, RenditionFacts facts) {
        return channels.check(facts).stream()
                .filter(conformance -> conformance.channel().id().equals(channel))
                .findFirst()
                .orElseThrow();
    }

    private static List<Rule> rules(Conformance conformance) {
        return conformance.findings().stream().map(Finding::rule).toList();
    }

    @Test
    void squareWhiteJpegPassesEveryStrictMainPicture() {
        RenditionFacts facts = new RenditionFacts(ImageFormat.JPEG, 2200, 2200, 900_000, true, false);
        for (String channel : List.of("amazon.main", "walmart.main", "temu.main", "tiktokshop.main", "pdd.carousel")) {
            assertThat(check(channel, facts).findings()).as(channel).isEmpty();
        }
    }

    @Test
    void visibleMarkIsRefusedOnMainPicturesAndOnlyAdvisedAgainstElsewhere() {
        RenditionFacts marked = new RenditionFacts(ImageFormat.JPEG, 2000, 2000, 900_000, true, true);
        assertThat(check("amazon.main", marked).accepted()).isFalse();
        assertThat(check("ebay.any", marked).accepted()).isFalse();
        assertThat(rules(check("amazon.secondary", marked))).containsExactly(Rule.VISIBLE_MARK);
        assertThat(check("amazon.secondary", marked).accepted()).isTrue();
        assertThat(check("alibaba.origin", marked).findings()).isEmpty();
    }

    @Test
    void eachRuleIsNamed() {
        RenditionFacts facts = new RenditionFacts(ImageFormat.GIF, 700, 500, 6_000_000, false, false);
        assertThat(rules(check("walmart.main", facts)))
                .containsExactly(
                        Rule.FORMAT,
                        Rule.FILE_SIZE,
                        Rule.SIDE_TOO_SHORT,
                        Rule.RECOMMENDED_SIZE,
                        Rule.ASPECT,
                        Rule.GROUND);
        assertThat(rules(check("pdd.hero", facts))).contains(Rule.EXACT_SIZE);
        RenditionFacts tall = new RenditionFacts(ImageFormat.JPEG, 1300, 1600, 100_000, true, false);
        assertThat(rules(check("pdd.detail", tall))).containsExactly(Rule.SIDE_TOO_LONG, Rule.SIDE_TOO_LONG);
    }

    @Test
    void aspectToleratesRoundingToWholePixels() {
        RenditionFacts nearly = new RenditionFacts(ImageFormat.JPEG, 1500, 1509, 100_000, true, false);
        assertThat(rules(check("temu.main", nearly))).doesNotContain(Rule.ASPECT);
        RenditionFacts off = new RenditionFacts(ImageFormat.JPEG, 1500, 1540, 100_000, true, false);
        assertThat(rules(check("temu.main", off))).contains(Rule.ASPECT);
    }
}
