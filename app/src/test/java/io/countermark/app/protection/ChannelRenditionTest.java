package io.countermark.app.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.app.ServerTest;
import io.countermark.app.TestPictures;
import io.countermark.app.identity.TestAccounts;
import io.countermark.app.library.Asset;
import io.countermark.app.library.ChannelRendition;
import io.countermark.app.library.ChannelRenditions;
import io.countermark.app.library.Library;
import io.countermark.app.library.Sha256;
import io.countermark.app.library.TestOriginals;
import io.countermark.app.markets.Channel;
import io.countermark.app.markets.ChannelFit;
import io.countermark.app.markets.Channels;
import io.countermark.app.platform.Caller;
import io.countermark.credentials.ManifestValidator;
import io.countermark.credentials.ValidationReport;
import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.watermark.MarkReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Renditions for channels, made by the job, from a product on a nearly white ground. */
@ServerTest
class ChannelRenditionTest {

    @Autowired
    private TestOriginals originals;

    @Autowired
    private TestAccounts accounts;

    @Autowired
    private Pipeline pipeline;

    @Autowired
    private Library library;

    @Autowired
    private ChannelRenditions renditions;

    @Autowired
    private MakeChannelRendition make;

    @Autowired
    private Channels channels;

    @Autowired
    private MarkKeys keys;

    @Autowired
    private MarkRegister register;

    @Autowired
    private Authority authority;

    private Caller caller;

    @BeforeEach
    void anOrganisation() {
        caller = accounts.make("Acme").caller();
    }

    /** A textured product in the middle of a ground of 252. */
    private static byte[] product(long seed, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(new Color(252, 252, 252));
        graphics.fillRect(0, 0, width, height);
        int inside = Math.min(width, height) * 3 / 4;
        graphics.drawImage(
                TestPictures.draw(seed, inside, inside, false), (width - inside) / 2, (height - inside) / 2, null);
        graphics.dispose();
        return TestPictures.encode(picture, "png");
    }

    private Asset protectedWork(byte[] original) {
        Asset asset = originals.receive(caller, "bag.png", original);
        pipeline.run(caller.tenantId(), asset.id());
        return library.asset(caller.tenantId(), asset.id()).orElseThrow();
    }

    private ChannelRendition made(Asset asset, String channel) {
        ChannelRendition order = renditions.order(asset, channel, channels.version(), caller.memberId());
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> renditions.find(caller.tenantId(), order.id()).orElseThrow(),
                        found -> found.state() != ChannelRendition.State.ORDERED);
    }

    @Test
    void everyChannelThatCanBeServedTakesItAndItsCredentialsAndMarkHold() {
        Asset asset = protectedWork(product(11, 1200, 1500));
        for (Channel channel : channels.all()) {
            ChannelRendition rendition = made(asset, channel.id());
            assertThat(rendition.state())
                    .as(channel.id() + " " + rendition.refusal())
                    .isEqualTo(ChannelRendition.State.MADE);
            byte[] file = renditions.content(caller.tenantId(), rendition);
            try (DecodedImage image = new ImageDecoder(DecodeLimits.DEFAULT).decode(file)) {
                assertThat(ChannelFit.check(channel, image, file.length).accepted())
                        .as(channel.id())
                        .isTrue();
                boolean read = register.allot(caller.tenantId(), asset.workId())
                        .equals(new MarkReader(keys.of(caller.tenantId()))
                                .readBlind(image.picture())
                                .id());
                assertThat(rendition.file()).isNotNull();
                assertThat(rendition.file().marked()).as(channel.id()).isEqualTo(read);
            }
            ValidationReport report =
                    new ManifestValidator(List.of(authority.root()), List.of()).validate(file, Instant.now());
            assertThat(report.state()).as(channel.id()).isEqualTo(ValidationReport.State.TRUSTED);
            assertThat(library.signedWith(caller.tenantId(), report.activeManifest()))
                    .hasValueSatisfying(found -> assertThat(found).isEqualTo(file));
            assertThat(library.withBytes(caller.tenantId(), Sha256.digest(file)))
                    .extracting(Asset::id)
                    .containsExactly(asset.id());
        }
        assertThat(renditions.of(caller.tenantId(), asset.id()).stream()
                        .filter(rendition ->
                                rendition.file() != null && rendition.file().marked()))
                .as("the large ones carry the mark")
                .hasSizeGreaterThan(channels.all().size() / 2);
    }

    @Test
    void aGroundThatIsNotWhiteIsRefusedWithTheRule() {
        Asset asset = protectedWork(TestPictures.jpeg(12));
        ChannelRendition refused = made(asset, "amazon.main");
        assertThat(refused.state()).isEqualTo(ChannelRendition.State.REFUSED);
        assertThat(refused.refusal()).isNotNull();
        assertThat(refused.refusal().code()).isEqualTo("ground");
        assertThat(renditions.archivedBefore(caller.tenantId(), refused)).isEmpty();
    }

    @Test
    void aRunThatWasCutOffAfterTheArchiveIsTakenUpAndAnOrderIsMadeOnce() {
        Asset asset = protectedWork(product(13, 900, 900));
        ChannelRendition order = renditions.order(asset, "temu.main", channels.version(), caller.memberId());
        ChannelRendition first = made(asset, "temu.main");
        byte[] file = renditions.content(caller.tenantId(), first);

        assertThat(renditions.order(asset, "temu.main", channels.version(), caller.memberId()))
                .isEqualTo(first);
        assertThat(first.id()).isEqualTo(order.id());
        // As a run that archived and died: the file in the archive is what is put on record.
        make.run(caller.tenantId(), order);
        assertThat(renditions.content(caller.tenantId(), first)).isEqualTo(file);
        assertThat(renditions.of(caller.tenantId(), asset.id())).hasSize(1);
    }
}
