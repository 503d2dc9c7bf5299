package io.countermark.dist;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * A small seller's everyday tasks in a real browser: show a picture to somebody, permit its use, send a notice, book a fee, invite a
 * colleague. Then axe-core looks at every page, light and dark, in both languages, and none may be wider than a phone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EverydayPagesIT {

    private static final Set<String> FOR_DOCS = Set.of("members", "case", "markets");
    private static final List<String> PAGES = List.of(
            "/",
            "/library",
            "/upload",
            "/check",
            "/cases",
            "/cases/new",
            "/sharing",
            "/licences",
            "/markets",
            "/money",
            "/log",
            "/settings",
            "/settings/members",
            "/settings/second-factor",
            "/nothing-here");

    private ServerProcess server;
    private Chromium chromium;
    private Page page;
    private String work = "";
    private String title = "";
    private String complaint = "";
    private String invitation = "";

    @BeforeAll
    void open(@TempDir Path data) {
        Chromium.assume();
        server = ServerProcess.start(data);
        chromium = Chromium.at(server.address(), FOR_DOCS);
        page = chromium.page();
        chromium.setUp(server.setUpLink());
        page.navigate("/upload");
        Photos.Photo photo = DrawnProducts.all().getFirst();
        page.locator("input[type=file]").setInputFiles(new FilePayload(photo.name(), "image/jpeg", photo.file()));
        assertThat(page.locator("#upload-rows .cm-state-protected")).hasCount(1);
        work = page.locator("#upload-rows a").first().getAttribute("href");
        title = page.locator("#upload-rows a").first().innerText();
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
    void aPictureIsShownToOnePersonByALinkThatOpens() {
        page.navigate("/sharing");
        assertThat(page.locator(".cm-empty")).isVisible();
        page.locator("#recipient").fill("Nina at Lumen");
        page.locator("section[aria-labelledby=new-share] button").click();
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator(".cm-empty")).hasCount(0);
        String link = page.locator("[role=status] code").innerText();
        chromium.shoot("sharing");
        assertThat(link).startsWith(server.address().toString());
        page.navigate(link);
        assertThat(page.locator(".cm-work-picture img")).isVisible();
        assertThat(page.locator("h1")).hasText(title);
        assertThat(page).hasTitle(title);
        chromium.shoot("shared");
        page.navigate("/sharing");
        page.locator("tbody button").click();
        assertThat(page.locator("tbody")).containsText("taken back");
    }

    @Test
    @Order(2)
    void aLicenceIsGrantedWithoutAnEnd() {
        page.navigate("/licences");
        page.locator("#licensee").fill("Lumen GmbH");
        page.locator("#channel").selectOption(new SelectOption().setIndex(1));
        page.locator("#validFrom").fill("2026-01-31");
        page.locator("section[aria-labelledby=grant] button").click();
        assertThat(page.locator("tbody")).containsText("31 Jan 2026");
        assertThat(page.locator("tbody")).containsText("In force");
        chromium.shoot("licences");
    }

    @Test
    @Order(3)
    void aNoticeBecomesACaseWithItsHistory() {
        page.navigate("/cases/new");
        page.locator("#location").fill("https://shop.example.com/item/4711");
        page.locator("#statement").fill("The picture is ours; it was copied from our shop.");
        page.locator("input[name=elements]").all().forEach(box -> box.check());
        page.locator("main form button[type=submit]").click();
        assertThat(page.locator(".cm-timeline li")).hasCount(1);
        complaint = page.url();
        page.locator("#event").selectOption("admit");
        page.locator("#reason").fill("Complete.");
        page.locator("section[aria-labelledby=next] button").click();
        assertThat(page.locator(".cm-timeline li")).hasCount(2);
        assertThat(page.locator(".cm-verdict-badge")).hasText("Admitted");
        chromium.shoot("case");
        page.navigate("/cases");
        assertThat(page.locator(".cm-board-column")).hasCount(1);
        chromium.shoot("cases");
    }

    @Test
    @Order(4)
    void aFeeIsBookedAndACoworkerInvited() {
        page.navigate("/money");
        page.locator("section[aria-labelledby=fee] button").click();
        assertThat(page.locator("section[aria-labelledby=balances] tbody tr")).hasCount(2);
        chromium.shoot("money");
        page.navigate("/settings/members");
        page.locator("#email").fill("nina@example.com");
        page.locator("section[aria-labelledby=invite] button").click();
        assertThat(page.locator("#role:invalid")).hasCount(1);
        page.locator("#role").selectOption("LOGISTICS");
        page.locator("section[aria-labelledby=invite] button").click();
        assertThat(page.locator("[role=status] code"))
                .containsText(server.address().toString());
        invitation = page.locator("[role=status] code").innerText();
        chromium.shoot("members");
    }

    @Test
    @Order(5)
    void aPictureIsMadeFitForTheMarketsAndDownloaded() {
        page.navigate(work + "/markets");
        page.locator(".cm-head form button").click();
        // The page asks again by itself until nothing is under way.
        assertThat(page.locator("main progress")).hasCount(0);
        Locator downloads = page.locator("li.cm-row a[href$='/rendition']");
        assertThat(downloads.first()).isVisible();
        chromium.shoot("work-markets");
        Download download = page.waitForDownload(() -> downloads.first().click());
        assertThat(download.suggestedFilename()).endsWith(".jpg");
        page.navigate("/markets");
        chromium.shoot("markets");
    }

    @Test
    @Order(6)
    void whoMayOnlyLookIsOfferedNoActs() {
        String link = invitation;
        page.locator("form.cm-account button").click();
        page.navigate(link);
        page.locator("#name").fill("Nina New");
        page.locator("#password").fill("seven brave little tailors");
        page.locator("main form button[type=submit]").first().click();
        page.navigate("/library");
        assertThat(page.locator(".cm-tile")).hasCount(1);
        assertThat(page.locator("main a[href='/upload']")).hasCount(0);
        page.locator("form.cm-account button").click();
        page.navigate("/login");
        page.locator("[name=email]").fill("olga@example.com");
        page.locator("[name=password]").fill("correct horse battery staple");
        page.locator("main button[type=submit]").click();
    }

    @Test
    @Order(7)
    void axeFindsNothingSeriousAndNoPageIsWiderThanAPhone() {
        List<String> paths = new ArrayList<>(PAGES);
        paths.add(work);
        paths.add(work + "/markets");
        paths.add(complaint);
        List<String> faults = new ArrayList<>();
        for (String language : List.of("en", "zh")) {
            page.navigate("/?lang=" + language);
            for (String path : paths) {
                page.navigate(path);
                if (page.locator("main").innerText().contains("th:")) {
                    faults.add(path + " shows its template");
                }
                for (String theme : List.of("light", "dark")) {
                    chromium.theme(theme);
                    serious(path + " " + language + " " + theme, faults);
                }
                page.setViewportSize(390, 844);
                if (chromium.widthBeyond() > 0) {
                    faults.add(path + " " + language + " is " + chromium.widthBeyond() + " px wider than a phone");
                }
                page.setViewportSize(1440, 900);
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    @Order(8)
    void noPageComplained() {
        assertThat(chromium.complaints())
                .as("but for the page that is not there")
                .allMatch(complaint -> complaint.contains("/nothing-here"));
    }

    private void serious(String where, List<String> faults) {
        new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> Set.of("serious", "critical").contains(String.valueOf(rule.getImpact())))
                        .forEach(rule -> rule.getNodes()
                                .forEach(node -> faults.add(
                                        where + ": " + rule.getId() + " " + node.getTarget() + " " + node.getHtml())));
    }
}
