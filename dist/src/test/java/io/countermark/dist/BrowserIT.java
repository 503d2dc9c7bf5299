package io.countermark.dist;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person's first ten minutes, in a real browser: set-up by the link, upload, the work's page, a check. No script error and no breach
 * of the content security policy is let pass. Screenshots go to {@code dist/target/screenshots}, and with
 * {@code -Dcountermark.screenshots=docs} to {@code docs/screenshots}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserIT {

    /** The key pages; with every page the documents would be heavy. */
    private static final Set<String> FOR_DOCS = Set.of(
            "set-up",
            "home",
            "library",
            "upload-under-way",
            "upload-done",
            "work",
            "check-copy",
            "log",
            "library-zh",
            "work-zh");

    private ServerProcess server;
    private Chromium chromium;
    private Page page;

    @BeforeAll
    void open(@TempDir Path data) {
        Chromium.assume();
        server = ServerProcess.start(data);
        chromium = Chromium.at(server.address(), FOR_DOCS);
        page = chromium.page();
    }

    @AfterAll
    void close() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void theLinkMakesTheOwnersAccount() {
        chromium.setUp(server.setUpLink());
        assertThat(page.locator("main a.btn-primary").first()).isVisible();
        shoot("home-empty");
        page.navigate("/library");
        assertThat(page.locator(".cm-empty")).isVisible();
        shoot("library-empty");
    }

    @Test
    @Order(2)
    void anUploadShowsItsProgressAndEndsProtected() {
        page.navigate("/upload");
        List<Photos.Photo> photos = DrawnProducts.all();
        FilePayload[] files = photos.stream()
                .map(photo -> new FilePayload(photo.name(), "image/jpeg", photo.file()))
                .toArray(FilePayload[]::new);
        page.locator("input[type=file]").setInputFiles(files);
        Locator rows = page.locator("#upload-rows > li");
        assertThat(rows).hasCount(photos.size());
        assertThat(page.locator("#upload-rows progress").first()).isVisible();
        shoot("upload-under-way");
        assertThat(page.locator("#upload-rows .cm-state-protected")).hasCount(photos.size());
        shoot("upload-done");
    }

    @Test
    @Order(3)
    void aFileThatIsNoPictureIsRefusedInItsRow() {
        page.navigate("/upload");
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload(
                        "<img src=x onerror=alert(1)>.jpg",
                        "image/jpeg",
                        "buy milk".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        Locator row = page.locator("#upload-rows > li");
        assertThat(row.locator(".cm-refused")).isVisible();
        assertThat(row).containsText("<img src=x onerror=alert(1)>.jpg");
        shoot("upload-refused");
    }

    @Test
    @Order(4)
    void theWorksPageShowsWhatItIsAndHandsItOut() throws IOException {
        page.navigate("/library");
        assertThat(page.locator(".cm-tile")).hasCount(4);
        shoot("library");
        page.locator(".cm-tile a").first().click();
        assertThat(page.locator(".cm-work-picture img")).isVisible();
        assertThat(page.locator(".cm-timeline li.cm-op-protected")).isVisible();
        shoot("work");
        com.microsoft.playwright.Download download =
                page.waitForDownload(() -> page.locator("a[href$='/rendition']").click());
        assertThat(download.suggestedFilename()).matches("[a-z0-9-]+-protected\\.jpg");
        byte[] rendition = Files.readAllBytes(download.path());
        assertThat(Photos.decode(rendition)).isNotNull();
    }

    @Test
    @Order(5)
    void aCopyIsNamedAndAStrangerIsNot() {
        Photos.Photo original = DrawnProducts.all().getFirst();
        page.navigate("/check");
        shoot("check-empty");
        page.locator("#file")
                .setInputFiles(new FilePayload("copy.jpg", "image/jpeg", Photos.halfSizeAtQuality60(original.file())));
        assertThat(page.locator("[data-verdict=copy]")).isVisible();
        assertThat(page.locator(".cm-overlay img")).isVisible();
        shoot("check-copy");
        page.navigate("/check");
        page.locator("#file")
                .setInputFiles(new FilePayload(
                        "stranger.jpg", "image/jpeg", Photos.draw(4711).file()));
        assertThat(page.locator("[data-verdict=not-known]")).isVisible();
        shoot("check-not-known");
    }

    @Test
    @Order(6)
    void homeAndLogTellHowThingsStand() {
        page.navigate("/");
        assertThat(page.locator(".cm-tile").first()).isVisible();
        shoot("home");
        page.navigate("/log");
        assertThat(page.locator("#log-size")).hasText("8");
        shoot("log");
    }

    @Test
    @Order(7)
    void theKeyPagesReadInChinese() {
        page.navigate("/library?lang=zh");
        assertThat(page.locator("h1")).hasText("作品库");
        shoot("library-zh");
        page.locator(".cm-tile a").first().click();
        shoot("work-zh");
        page.navigate("/upload");
        shoot("upload-zh");
        page.navigate("/?lang=en");
    }

    @Test
    @Order(8)
    void noPageComplained() {
        assertThat(chromium.complaints()).isEmpty();
    }

    private void shoot(String name) {
        chromium.shoot(name);
    }
}
