package io.countermark.app.markets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countermark.app.markets.Finding.Rule;
import io.countermark.container.ImageFormat;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FitPlanTest {

    private final Channels channels = new Channels();

    private FitPlan plan(String channel, int width, int height, boolean white) {
        return FitPlan.of(channels.find(channel).orElseThrow(), width, height, white);
    }

    @Test
    void paddingKeepsTheWholePictureAndItsShape() {
        assertThat(plan("tiktokshop.main", 1080, 1340, true)).isEqualTo(new FitPlan(1340, 1340, 1080, 1340, true));
        // 3:4 is nearer to this picture than 1:1.
        assertThat(plan("temu.main", 1080, 1340, false)).isEqualTo(new FitPlan(1080, 1440, 1080, 1340, false));
        assertThat(plan("pdd.hero", 1500, 1500, true)).isEqualTo(new FitPlan(750, 352, 352, 352, true));
    }

    @Test
    void sizeIsMetBySmallSteps() {
        FitPlan enlarged = plan("walmart.main", 1080, 1340, true);
        assertThat(enlarged.canvasWidth()).isEqualTo(1500);
        assertThat(enlarged.canvasHeight()).isEqualTo(1500);
        assertThat(enlarged.pictureHeight()).isEqualTo(1500);
        FitPlan reduced = plan("pdd.detail", 3000, 2000, false);
        assertThat(reduced.canvasWidth()).isEqualTo(1200);
        assertThat(reduced.isPadded()).isFalse();
    }

    @Test
    void whatCannotBeMendedIsNamed() {
        assertThatThrownBy(() -> plan("walmart.main", 600, 600, true))
                .isInstanceOfSatisfying(
                        UnfitException.class,
                        e -> assertThat(e.finding().rule()).isEqualTo(Rule.SIDE_TOO_SHORT));
        assertThatThrownBy(() -> plan("amazon.main", 2000, 2000, false))
                .isInstanceOfSatisfying(
                        UnfitException.class,
                        e -> assertThat(e.finding().rule()).isEqualTo(Rule.GROUND));
        assertThatThrownBy(() -> plan("pdd.detail", 400, 4000, false))
                .isInstanceOfSatisfying(
                        UnfitException.class,
                        e -> assertThat(e.finding().rule()).isEqualTo(Rule.ASPECT));
    }

    @Test
    void everyPlanObeysItsChannelOrIsRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int width = 200 + random.nextInt(4000);
            int height = 200 + random.nextInt(4000);
            for (Channel channel : channels.all()) {
                FitPlan plan;
                try {
                    plan = FitPlan.of(channel, width, height, true);
                } catch (UnfitException e) {
                    continue;
                }
                Conformance conformance = ChannelRules.check(
                        channel,
                        new RenditionFacts(
                                ImageFormat.JPEG, plan.canvasWidth(), plan.canvasHeight(), 1_000, true, false));
                assertThat(conformance.accepted())
                        .as(
                                "seed %d: %s %d x %d %s %s",
                                seed, channel.id(), width, height, plan, conformance.findings())
                        .isTrue();
                assertThat(plan.pictureWidth()).isLessThanOrEqualTo(plan.canvasWidth());
                assertThat(plan.pictureHeight()).isLessThanOrEqualTo(plan.canvasHeight());
            }
        }
    }

    @Test
    void theGroundBecomesPureAndTheProductsOwnWhiteStays() {
        // Off-white ground, a dark ring, off-white inside the ring.
        int side = 60;
        byte[] samples = new byte[3 * side * side];
        Arrays.fill(samples, (byte) 250);
        for (int y = 15; y < 45; y++) {
            for (int x = 15; x < 45; x++) {
                boolean ring = x < 20 || x >= 40 || y < 20 || y >= 40;
                Arrays.fill(samples, 3 * (y * side + x), 3 * (y * side + x) + 3, (byte) (ring ? 40 : 250));
            }
        }
        try (Picture picture = Picture.of(side, side, PixelFormat.BGR8, samples);
                Picture fitted = ChannelFit.apply(new FitPlan(80, 60, 60, 60, true), picture)) {
            byte[] made = fitted.toByteArray();
            assertThat(made[3 * (2 * 80 + 12)] & 0xff).as("ground").isEqualTo(255);
            assertThat(made[3 * (30 * 80 + 40)] & 0xff).as("inside the ring").isEqualTo(250);
            assertThat(made[3 * (30 * 80 + 2)] & 0xff).as("canvas").isEqualTo(255);
            assertThat(made[3 * (17 * 80 + 27)] & 0xff).as("ring").isEqualTo(40);
        }
    }
}
