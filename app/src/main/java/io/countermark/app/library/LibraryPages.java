package io.countermark.app.library;

import io.countermark.app.evidence.Logbook;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Home, the library and the page of a work. */
@Controller
@Needs(Permission.WORKS_READ)
class LibraryPages {

    private static final int RECENT = 12;
    private static final int PAGE = 60;

    private final Library library;
    private final Logbook logbook;
    private final Delivery delivery;

    LibraryPages(Library library, Logbook logbook, Delivery delivery) {
        this.library = library;
        this.logbook = logbook;
        this.delivery = delivery;
    }

    @GetMapping("/")
    String home(@AuthenticationPrincipal Caller caller, Model model) {
        Map<WorkState, Integer> tally = library.tally(caller.tenantId());
        int total = tally.values().stream().mapToInt(Integer::intValue).sum();
        int failed = tally.getOrDefault(WorkState.FAILED, 0);
        int done = tally.getOrDefault(WorkState.PROTECTED, 0);
        model.addAttribute(
                "works", library.works(caller.tenantId(), null, RECENT).works());
        model.addAttribute("total", total);
        model.addAttribute("failed", failed);
        model.addAttribute("protectedWorks", done);
        model.addAttribute("underWay", total - failed - done);
        return "library/home";
    }

    @GetMapping("/library")
    String works(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            Model model) {
        WorkPage page = library.works(
                caller.tenantId(),
                cursor == null ? null : WorkPage.Cursor.parse(cursor).orElse(null),
                PAGE);
        WorkPage.Cursor next = page.next();
        model.addAttribute("works", page.works());
        model.addAttribute("next", next == null ? null : next.text());
        return "library/works";
    }

    @GetMapping("/works/{id}")
    String work(@AuthenticationPrincipal Caller caller, @PathVariable UUID id, Locale locale, Model model) {
        Work work = find(caller, id);
        Asset asset = work.asset();
        Asset.Description description = asset.description();
        Marking marking = work.marking();
        model.addAttribute("work", work);
        model.addAttribute("shown", fitted(asset));
        model.addAttribute("facts", facts(asset, locale));
        model.addAttribute(
                "pdq", description == null ? null : description.pdq().hash().toHex());
        model.addAttribute(
                "markId",
                marking instanceof Marking.Carried carried ? carried.id().toHex() : null);
        model.addAttribute("psnr", marking instanceof Marking.Carried carried ? carried.psnr() : null);
        model.addAttribute("markRefusal", marking instanceof Marking.Refused refused ? refused.detail() : null);
        model.addAttribute("log", logbook.entries(caller.tenantId(), id));
        return "library/work";
    }

    /** The row of an upload that follows its work. */
    @GetMapping("/works/{id}/row")
    String row(@AuthenticationPrincipal Caller caller, @PathVariable UUID id, Model model) {
        return UploadPage.row(find(caller, id), model);
    }

    @GetMapping("/works/{id}/thumbnail")
    ResponseEntity<byte[]> thumbnail(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return delivery.shown(caller.tenantId(), id, Delivery.Size.THUMBNAIL).orElseThrow(LibraryPages::missing);
    }

    @GetMapping("/works/{id}/picture")
    ResponseEntity<byte[]> picture(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return delivery.shown(caller.tenantId(), id, Delivery.Size.PICTURE).orElseThrow(LibraryPages::missing);
    }

    @GetMapping("/works/{id}/rendition")
    ResponseEntity<byte[]> rendition(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return delivery.rendition(caller.tenantId(), id).orElseThrow(LibraryPages::missing);
    }

    @GetMapping("/works/{id}/proof")
    ResponseEntity<byte[]> proof(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return delivery.proof(caller.tenantId(), id).orElseThrow(LibraryPages::missing);
    }

    private Work find(Caller caller, UUID id) {
        return library.work(caller.tenantId(), id).orElseThrow(LibraryPages::missing);
    }

    private static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** Size of the shown picture, so that the page does not jump when it comes. */
    record Fitted(int width, int height) {}

    private static Fitted fitted(Asset asset) {
        double scale = Math.min(1, 1600.0 / Math.max(asset.width(), asset.height()));
        return new Fitted(Math.max(1, (int) Math.round(asset.width() * scale)), Math.max(1, (int)
                Math.round(asset.height() * scale)));
    }

    private static String facts(Asset asset, Locale locale) {
        return String.format(
                locale,
                "%s, %d × %d px, %s",
                asset.format(),
                asset.width(),
                asset.height(),
                asset.byteLength() < 1 << 20
                        ? Math.max(1, asset.byteLength() / 1024) + " KiB"
                        : String.format(locale, "%.1f MiB", asset.byteLength() / 1048576.0));
    }
}
