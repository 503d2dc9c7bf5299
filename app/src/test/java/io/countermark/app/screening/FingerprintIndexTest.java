package io.countermark.app.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.app.ServerTest;
import io.countermark.app.TestPictures;
import io.countermark.app.identity.TestAccounts;
import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.app.library.Registration;
import io.countermark.app.library.Upload;
import io.countermark.app.library.WorkState;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Tenancy;
import io.countermark.fingerprint.PdqHash;
import io.countermark.fingerprint.index.PdqList;
import io.countermark.imaging.ImageDecoder;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** A registered picture is found by its parts, and the index that finds it can be made anew from database and archive. */
@ServerTest
class FingerprintIndexTest {

    private static final int SEED = 931;

    @Autowired
    private TestAccounts accounts;

    @Autowired
    private Registration registration;

    @Autowired
    private Library library;

    @Autowired
    private Tenancy tenancy;

    @Autowired
    private ImageDecoder decoder;

    @Autowired
    private Screening screening;

    @Autowired
    private FingerprintIndex index;

    @TempDir
    private Path folder;

    @Test
    void mirroredPartIsFoundAndADamagedIndexIsMadeAnew() throws IOException {
        Caller caller = accounts.make("Acme").caller();
        UUID tenant = caller.tenantId();
        Asset asset = registration
                .receive(new Upload(tenant, caller.memberId(), "a.jpg", null, null, TestPictures.jpeg(SEED)))
                .asset();
        await().atMost(Duration.ofSeconds(120))
                .until(() -> library.work(tenant, asset.workId()).orElseThrow().state() == WorkState.PROTECTED);
        String id = asset.id().toString();
        await().atMost(Duration.ofSeconds(60)).until(() -> index.of(tenant).isDescribed(id));

        CheckResult found = screening.check(tenant, mirroredPart());
        assertEquals(CheckResult.Verdict.COPY, found.verdict());
        assertEquals(asset.workId(), found.matches().getFirst().workId());

        try (FingerprintIndex fresh = new FingerprintIndex(library, tenancy, decoder, folder)) {
            assertThat(fresh.of(tenant).ids()).containsExactly(id);
            await().atMost(Duration.ofSeconds(60)).until(() -> fresh.of(tenant).isDescribed(id));
            // No original on record: gone when the index is opened next, also when it is intact.
            fresh.of(tenant).addCodes(List.of(new PdqList.Line(new PdqHash(1, 2, 3, 4), 90, "stray")));
        }
        try (FingerprintIndex intact = new FingerprintIndex(library, tenancy, decoder, folder)) {
            assertThat(intact.of(tenant).ids()).containsExactly(id);
            assertThat(intact.of(tenant).isDescribed(id)).isTrue();
        }
        Files.write(folder.resolve(tenant.toString()).resolve("manifest"), new byte[] {1, 2, 3});
        try (FingerprintIndex again = new FingerprintIndex(library, tenancy, decoder, folder)) {
            assertThat(again.of(tenant).ids()).containsExactly(id);
            await().atMost(Duration.ofSeconds(60)).until(() -> again.of(tenant).isDescribed(id));
        }
    }

    /** Three fifths of both sides, so that no hash of the whole is near. */
    private static byte[] mirroredPart() {
        BufferedImage whole = TestPictures.draw(SEED, 640, 800, false);
        BufferedImage part = new BufferedImage(384, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = part.createGraphics();
        graphics.drawImage(whole, 0, 0, 384, 480, 500, 200, 116, 680, null);
        graphics.dispose();
        return TestPictures.encode(part, "jpeg");
    }
}
