package io.countermark.watermark.visible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.watermark.visible.MarkChannel.Rule;
import io.countermark.watermark.visible.VisibleMarkRefusedException.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelPolicyTest {

    private static ChannelPolicy read(String json) {
        return ChannelPolicy.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amazon.main", "ebay.any", "temu.main", "tiktokshop.main"})
    void mainPicturesOfTheMarketsForbid(String channel) {
        assertThatExceptionOfType(VisibleMarkRefusedException.class)
                .isThrownBy(() -> ChannelPolicy.bundled().requireVisible(channel))
                .satisfies(e -> assertEquals(Reason.CHANNEL_FORBIDS, e.reason()))
                .withMessageContaining(channel);
    }

    @Test
    void elsewhereMarksAreWantedOrAllowed() {
        ChannelPolicy policy = ChannelPolicy.bundled();
        assertEquals(Rule.WANTED, policy.requireVisible("own.shop").rule());
        assertEquals(Rule.DISCOURAGED, policy.requireVisible("amazon.secondary").rule());
        assertThat(policy.channels()).allSatisfy(channel -> {
            assertThat(channel.reason()).isNotBlank();
            assertThat(channel.source()).isNotBlank();
            assertThat(channel.confidence()).isIn("S", "C", "K", "A");
        });
    }

    @Test
    void anUnknownChannelIsNotAllowedInSilence() {
        assertThatExceptionOfType(VisibleMarkRefusedException.class)
                .isThrownBy(() -> ChannelPolicy.bundled().requireVisible("amazn.main"))
                .satisfies(e -> assertEquals(Reason.UNKNOWN_CHANNEL, e.reason()))
                .withMessageContaining("amazon.main");
    }

    @Test
    void aFileOfOnesOwn() {
        ChannelPolicy policy = read("""
                {"format": "countermark-visible-mark-policy", "version": 1,
                 "channels": [{"id": "x", "name": "X", "rule": "wanted", "reason": "r", "source": "s", "confidence": "A"}]}
                """);
        assertEquals(new MarkChannel("x", "X", Rule.WANTED, "r", "s", "A"), policy.channel("x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[]",
                "{\"format\": \"countermark-visible-mark-policy\", \"version\": 2, \"channels\": []}",
                "{\"format\": \"countermark-visible-mark-policy\", \"version\": 1, \"channels\": []}",
                "{\"format\": \"countermark-visible-mark-policy\", \"version\": 1, \"channels\": [{\"id\": \"x\", \"rule\": \"maybe\"}]}",
                "{\"format\": \"countermark-visible-mark-policy\", \"version\": 1, \"channels\": [{\"id\": \"X Y\", \"rule\": \"wanted\"}]}",
                "{\"format\": \"countermark-visible-mark-policy\", \"version\": 1, \"channels\": [{\"id\": \"x\", \"rule\": \"wanted\"},"
                        + "{\"id\": \"x\", \"rule\": \"wanted\"}]}"
            })
    void badFilesAreRefused(String json) {
        assertThatExceptionOfType(VisibleMarkRefusedException.class)
                .isThrownBy(() -> read(json))
                .satisfies(e -> assertEquals(Reason.BAD_POLICY, e.reason()));
    }
}
