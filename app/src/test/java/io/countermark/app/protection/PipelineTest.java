package io.countermark.app.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countermark.app.ServerTest;
import io.countermark.app.TestPictures;
import io.countermark.app.evidence.Logbook;
import io.countermark.app.evidence.LoggedStatement;
import io.countermark.app.identity.TestAccounts;
import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.app.library.Marking;
import io.countermark.app.library.ProtectionRecord;
import io.countermark.app.library.Rendition;
import io.countermark.app.library.Revision;
import io.countermark.app.library.TestOriginals;
import io.countermark.app.library.Work;
import io.countermark.app.library.WorkState;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Tenancy;
import io.countermark.container.ImageFormat;
import io.countermark.credentials.ManifestValidator;
import io.countermark.credentials.ValidationReport;
import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.vault.ObjectName;
import io.countermark.vault.Vault;
import io.countermark.watermark.MarkReader;
import io.countermark.watermark.ReadEffort;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Steps are taken by hand here, without the job, and cut off wherever a kill could. */
@ServerTest
class PipelineTest {

    private static final List<String> WHOLE_WAY =
            List.of("received", "archived", "described", "marked", "signed", "logged", "protected");

    /** What a kill looks like from inside. */
    private static final class CutOffException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Autowired
    private Library library;

    @Autowired
    private ProtectionRecord record;

    @Autowired
    private OpenOriginal open;

    @Autowired
    private DescribeOriginal describe;

    @Autowired
    private MarkOriginal mark;

    @Autowired
    private EncodeRendition encode;

    @Autowired
    private SignRendition sign;

    @Autowired
    private LogWork log;

    @Autowired
    private VerifyRendition verify;

    @Autowired
    private Logbook logbook;

    @Autowired
    private MarkKeys keys;

    @Autowired
    private MarkRegister register;

    @Autowired
    private Authority authority;

    @Autowired
    private Vault vault;

    @Autowired
    private Tenancy tenancy;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestOriginals originals;

    @Autowired
    private TestAccounts accounts;

    private Caller caller;

    @BeforeEach
    void anOrganisation() {
        caller = accounts.make("Acme").caller();
    }

    @Test
    void aRunThatIsCutOffAfterEveryStepLeavesWhatOneRunLeaves() {
        Asset asset = originals.receive(caller, "jacket.jpg", TestPictures.jpeg(1));
        Set<WorkState> cuts = EnumSet.complementOf(EnumSet.of(WorkState.RECEIVED, WorkState.FAILED));
        for (int tries = 0; !cuts.isEmpty(); tries++) {
            assertThat(tries)
                    .as("each try gets one step further, still to come: %s", cuts)
                    .isLessThan(10);
            assertThatThrownBy(() -> run(asset, cuts)).isInstanceOf(CutOffException.class);
        }
        run(asset, cuts);
        run(asset, cuts);
        assertOneTrace(asset);
    }

    @Test
    void oneRunGoesTheWholeWay() {
        Asset asset = originals.receive(caller, "jacket.jpg", TestPictures.jpeg(2));
        run(asset, EnumSet.noneOf(WorkState.class));
        Work work = assertOneTrace(asset);
        Rendition rendition = rendition(work);
        byte[] file = library.content(caller.tenantId(), rendition);
        ValidationReport report =
                new ManifestValidator(List.of(authority.root()), List.of()).validate(file, Instant.now());
        assertThat(report.state()).isEqualTo(ValidationReport.State.TRUSTED);
        assertThat(report.activeManifest()).isEqualTo(rendition.manifestLabel());
        assertThat(work.marking()).isInstanceOf(Marking.Carried.class);
        try (DecodedImage image = new ImageDecoder(DecodeLimits.DEFAULT).decode(file)) {
            assertThat(new MarkReader(keys.of(caller.tenantId()))
                            .readBlind(image.picture(), ReadEffort.QUICK)
                            .id())
                    .isEqualTo(((Marking.Carried) work.marking()).id());
        }
    }

    @Test
    void aSignedFileThatAKilledRunLeftIsTakenUp() {
        Asset asset = originals.receive(caller, "jacket.jpg", TestPictures.jpeg(3));
        assertThatThrownBy(() -> run(asset, EnumSet.of(WorkState.SIGNED))).isInstanceOf(CutOffException.class);
        Rendition first = library.rendition(caller.tenantId(), asset.id()).orElseThrow();
        // As it stands when the kill comes after the vault has the file and before the database knows.
        tenancy.run(caller.tenantId(), () -> {
            jdbc.sql("delete from rendition where asset_id = :id")
                    .param("id", asset.id())
                    .update();
            jdbc.sql("update asset set state = 'MARKED' where id = :id")
                    .param("id", asset.id())
                    .update();
        });
        run(asset, EnumSet.noneOf(WorkState.class));
        assertThat(rendition(assertOneTrace(asset)).sha256()).isEqualTo(first.sha256());
    }

    @Test
    void aSmallPictureIsProtectedWithoutAMarkAndSaysWhy() {
        byte[] small = TestPictures.encode(TestPictures.draw(4, 300, 300, false), "jpeg");
        Asset asset = originals.receive(caller, "small.jpg", small);
        run(asset, EnumSet.noneOf(WorkState.class));
        Work work = work(asset);
        assertThat(work.state()).isEqualTo(WorkState.PROTECTED);
        assertThat(work.marking())
                .isInstanceOfSatisfying(
                        Marking.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("too-small"));
        assertThat(work.timeline())
                .anySatisfy(line -> assertThat(line.operation()).isEqualTo("mark-refused"))
                .noneSatisfy(line -> assertThat(line.operation()).isEqualTo("marked"));
    }

    @Test
    void losslessStaysLosslessAndAlphaStays() {
        Asset png = originals.receive(
                caller, "cut-out.png", TestPictures.encode(TestPictures.draw(5, 600, 500, true), "png"));
        Asset bmp = originals.receive(
                caller, "scan.bmp", TestPictures.encode(TestPictures.draw(6, 500, 600, false), "bmp"));
        run(png, EnumSet.noneOf(WorkState.class));
        run(bmp, EnumSet.noneOf(WorkState.class));
        assertThat(rendition(work(png)).format()).isEqualTo(ImageFormat.PNG);
        assertThat(rendition(work(bmp)).format()).isEqualTo(ImageFormat.PNG);
        try (DecodedImage image = new ImageDecoder(DecodeLimits.DEFAULT)
                .decode(library.content(caller.tenantId(), rendition(work(png))))) {
            assertThat(image.picture().format().hasAlpha()).isTrue();
        }
    }

    @Test
    void aWhitePictureIsProtectedWithoutAMark() {
        BufferedImage white = new BufferedImage(800, 800, BufferedImage.TYPE_INT_RGB);
        white.createGraphics().fillRect(0, 0, 800, 800);
        Asset asset = originals.receive(caller, "white.png", TestPictures.encode(white, "png"));
        run(asset, EnumSet.noneOf(WorkState.class));
        assertThat(work(asset).marking()).isInstanceOf(Marking.Refused.class);
        assertThat(work(asset).state()).isEqualTo(WorkState.PROTECTED);
    }

    private void run(Asset asset, Set<WorkState> cuts) {
        StepListener cutOff = (id, state) -> {
            if (cuts.remove(state)) {
                throw new CutOffException();
            }
        };
        new Pipeline(library, record, open, describe, mark, encode, sign, log, verify, cutOff)
                .run(asset.tenantId(), asset.id());
    }

    private Work assertOneTrace(Asset asset) {
        Work work = work(asset);
        assertThat(work.state()).isEqualTo(WorkState.PROTECTED);
        assertThat(work.timeline()).extracting(Revision::operation).containsExactlyElementsOf(WHOLE_WAY);
        assertThat(logbook.entries(caller.tenantId(), work.id()))
                .extracting(LoggedStatement::type)
                .containsExactly("ingest", "derive");
        try (Stream<ObjectName> objects = vault.list()) {
            assertThat(objects.filter(name -> name.tenant().equals(caller.tenantId()))
                            .map(ObjectName::object))
                    .containsExactlyInAnyOrder(asset.id(), rendition(work).id());
        }
        assertThat(count("mark", work.id())).isEqualTo(1);
        assertThat(register.work(caller.tenantId(), ((Marking.Carried) work.marking()).id()))
                .contains(work.id());
        return work;
    }

    private int count(String table, UUID workId) {
        return tenancy.in(
                caller.tenantId(),
                () -> jdbc.sql("select count(*) from " + table + " where work_id = :work")
                        .param("work", workId)
                        .query((row, n) -> row.getInt(1))
                        .single());
    }

    private Work work(Asset asset) {
        return library.work(caller.tenantId(), asset.workId()).orElseThrow();
    }

    private static Rendition rendition(Work work) {
        Rendition rendition = work.rendition();
        assertThat(rendition).isNotNull();
        return rendition;
    }
}
