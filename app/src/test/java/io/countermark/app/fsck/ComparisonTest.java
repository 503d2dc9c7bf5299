package io.countermark.app.fsck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countermark.app.ServerTest;
import io.countermark.app.TestPictures;
import io.countermark.app.evidence.LogInventory;
import io.countermark.app.fsck.Difference.Kind;
import io.countermark.app.identity.TestAccounts;
import io.countermark.app.library.Inventory;
import io.countermark.app.library.Library;
import io.countermark.app.library.Registration;
import io.countermark.app.library.Upload;
import io.countermark.app.library.WorkState;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Tenancy;
import io.countermark.fingerprint.PdqHash;
import io.countermark.fingerprint.index.CopyIndex;
import io.countermark.fingerprint.index.PdqList;
import io.countermark.transparency.TransparencyLog;
import io.countermark.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One protected work of one organisation; one damage, and the difference that names it. */
@ServerTest
class ComparisonTest {

    @Autowired
    private TestAccounts accounts;

    @Autowired
    private Registration registration;

    @Autowired
    private Library library;

    @Autowired
    private Inventory inventory;

    @Autowired
    private LogInventory logInventory;

    @Autowired
    private TransparencyLog log;

    @Autowired
    private Vault vault;

    @Autowired
    private Tenancy tenancy;

    @Autowired
    private JdbcClient jdbc;

    @TempDir
    private Path index;

    @Test
    void whatWasChangedIsNamed() throws IOException {
        Caller caller = accounts.make("Acme").caller();
        UUID tenant = caller.tenantId();
        UUID work = registration
                .receive(new Upload(tenant, caller.memberId(), "a.jpg", null, null, TestPictures.jpeg(801)))
                .asset()
                .workId();
        await().atMost(Duration.ofSeconds(120))
                .until(() -> library.work(tenant, work).orElseThrow().state().equals(WorkState.PROTECTED));
        assertThat(differences(tenant)).isEmpty();
        copyIndex(tenant);

        change(tenant, "update log_entry set kind = 'edit' where work_id = :work and kind = 'ingest'", work);
        assertThat(kinds(tenant)).containsExactly(Kind.OTHER_FACTS);
        change(tenant, "update log_entry set kind = 'ingest' where work_id = :work and kind = 'edit'", work);

        change(
                tenant,
                "update log_entry set leaf_hash = sha256(entry) where work_id = :work and kind = 'derive'",
                work);
        assertThat(kinds(tenant)).containsExactly(Kind.OTHER_ENTRY);
        change(tenant, "delete from log_entry where work_id = :work and kind = 'derive'", work);
        assertThat(kinds(tenant)).containsExactly(Kind.NOT_LOGGED);

        change(tenant, "update asset set sha256 = sha256(sha256) where work_id = :work", work);
        assertThat(kinds(tenant)).containsExactlyInAnyOrder(Kind.OTHER_FACTS, Kind.NOT_LOGGED, Kind.OTHER_CONTENT);

        vault.delete(inventory.of(tenant).getFirst().original().name());
        assertThat(kinds(tenant)).contains(Kind.MISSING_OBJECT);
    }

    private void copyIndex(UUID tenant) throws IOException {
        Inventory.Holding holding = inventory.of(tenant).getFirst();
        Path path = index.resolve(tenant.toString());
        try (CopyIndex empty = CopyIndex.open(path)) {
            assertThat(empty.ids()).isEmpty();
            assertThat(kinds(tenant)).containsExactly(Kind.INDEX);
            String id = holding.original().name().object().toString();
            empty.addCodes(List.of(
                    new PdqList.Line(new PdqHash(1, 2, 3, 4), 90, id),
                    new PdqList.Line(new PdqHash(1, 2, 3, 4), 90, "stray")));
            assertThat(differences(tenant))
                    .extracting(Difference::detail)
                    .containsExactly(
                            "lacks the features of the original of work " + holding.workId(),
                            "has stray, which is no original on record");
        }
        Files.write(path.resolve("manifest"), new byte[] {1});
        assertThat(differences(tenant)).extracting(Difference::detail).allMatch(detail -> detail.contains("damaged"));
        assertThat(differences(tenant))
                .hasSize(1)
                .allMatch(difference -> difference.kind().harmless());
        CopyIndex.erase(path);
        Files.delete(path.resolve("lock"));
        Files.delete(path);
    }

    private List<Kind> kinds(UUID tenant) {
        return differences(tenant).stream().map(Difference::kind).toList();
    }

    private List<Difference> differences(UUID tenant) {
        List<Difference> found = new ArrayList<>();
        List<Inventory.Holding> holdings = inventory.of(tenant);
        new LogComparison(log, found).compare(holdings, logInventory.of(tenant));
        new ArchiveComparison(vault, found, progress -> {}).compare(holdings, true);
        new IndexComparison(index, found).compare(tenant, holdings);
        return found;
    }

    private void change(UUID tenant, String sql, UUID work) {
        tenancy.run(tenant, () -> jdbc.sql(sql).param("work", work).update());
    }
}
