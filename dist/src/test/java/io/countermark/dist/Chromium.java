package io.countermark.dist;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** The real browser with one page open, which notes what the page complains of: script errors, breaches of the security policy. */
final class Chromium implements AutoCloseable {

    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final double PATIENCE_MS = 60_000;
    private static final List<String> ARGUMENTS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--font-render-hinting=none");

    private final Playwright playwright;
    private final Page page;
    private final Set<String> forDocs;
    private final List<String> complaints = new ArrayList<>();

    private Chromium(URI server, Set<String> forDocs) {
        this.forDocs = Set.copyOf(forDocs);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(BINARY)
                        .setArgs(ARGUMENTS));
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(server.toString())
                .setLocale("en-GB")
                .setColorScheme(ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(1440, 900));
        page = context.newPage();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        page.setDefaultTimeout(PATIENCE_MS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
    }

    /** Skips the test where no browser is installed. */
    static void assume() {
        Assumptions.assumeTrue(Files.isExecutable(BINARY), "Skipped: " + BINARY + " is not installed");
    }

    /** @param forDocs names of the screenshots that documents show */
    static Chromium at(URI server, Set<String> forDocs) {
        return new Chromium(server, forDocs);
    }

    Page page() {
        return page;
    }

    List<String> complaints() {
        return complaints;
    }

    /** The owner's account, made by the set-up link; ends on the home page. */
    void setUp(URI link) {
        page.navigate(link.toString());
        shoot("set-up");
        page.locator("#organisation").fill("Acme Outdoor");
        page.locator("#name").fill("Olga Owner");
        page.locator("#email").fill("olga@example.com");
        page.locator("#password").fill("correct horse battery staple");
        page.locator("main button[type=submit]").click();
        page.locator("main a.btn-primary").first().waitFor();
    }

    /** The page as it stands, wide and narrow, light and dark; of those for the documents fewer. */
    void shoot(String name) {
        boolean documents = "docs".equals(System.getProperty("countermark.screenshots"));
        if (documents && !forDocs.contains(name)) {
            return;
        }
        Path folder = Product.root().resolve(documents ? "docs/screenshots" : "dist/target/screenshots");
        for (String theme : List.of("light", "dark")) {
            theme(theme);
            for (int width : new int[] {1440, 390}) {
                if (documents && width == 390 && theme.equals("dark")) {
                    continue;
                }
                page.setViewportSize(width, width == 1440 ? 900 : 844);
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(folder.resolve(name + "-" + width + "-" + theme + ".png")));
            }
        }
        theme("light");
        page.setViewportSize(1440, 900);
    }

    void theme(String theme) {
        page.evaluate("theme => document.documentElement.setAttribute('data-bs-theme', theme)", theme);
    }

    /** Pixels by which the page is wider than its window: what people would have to scroll sideways. */
    int widthBeyond() {
        return (Integer)
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    @Override
    public void close() {
        playwright.close();
    }
}
