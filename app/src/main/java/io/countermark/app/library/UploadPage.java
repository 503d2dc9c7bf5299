package io.countermark.app.library;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.ImageRejectedException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Where originals are dropped. */
@Controller
@Needs(Permission.WORKS_WRITE)
class UploadPage {

    /** What the script looks for to know that the answer is a row and not somebody else's page. */
    private static final String ROW_HEADER = "X-Upload-Row";

    private static final List<WorkState> STEPS = Arrays.stream(WorkState.values())
            .filter(state -> state != WorkState.FAILED)
            .toList();

    private final Registration registration;
    private final Library library;
    private final DecodeLimits limits;
    private final MessageSource messages;

    UploadPage(Registration registration, Library library, DecodeLimits limits, MessageSource messages) {
        this.registration = registration;
        this.library = library;
        this.limits = limits;
        this.messages = messages;
    }

    @GetMapping("/upload")
    String show(Model model) {
        model.addAttribute("maxBytes", limits.maxBytes());
        model.addAttribute("maxMebibytes", limits.maxBytes() >> 20);
        model.addAttribute("maxMegapixels", limits.maxPixels() / 1_000_000);
        return "library/upload";
    }

    /** With the script: one file, answered by its row. Without: all files at once, then on to the library. */
    @PostMapping("/upload")
    String send(
            @AuthenticationPrincipal Caller caller,
            @RequestParam("file") List<MultipartFile> files,
            @RequestHeader(name = "X-Requested-With", required = false) @Nullable String requestedWith,
            Locale locale,
            Model model,
            HttpServletResponse response)
            throws IOException {
        if (requestedWith == null) {
            for (MultipartFile file : files) {
                receive(caller, file);
            }
            return "redirect:/library";
        }
        response.setHeader(ROW_HEADER, "1");
        MultipartFile file = files.getFirst();
        try {
            Asset asset = receive(caller, file);
            return row(library.work(caller.tenantId(), asset.workId()).orElseThrow(), model);
        } catch (ImageRejectedException e) {
            return refused(file, "rejected." + e.reason().code(), locale, model);
        } catch (UploadRefusedException e) {
            return refused(file, "refused." + e.reason().code(), locale, model);
        }
    }

    /** The view of a row; it asks for itself again while the work is under way. */
    static String row(Work work, Model model) {
        model.addAttribute("work", work);
        model.addAttribute("steps", STEPS);
        model.addAttribute(
                "reached", STEPS.stream().filter(work.state()::hasReached).count());
        return "library/row :: row";
    }

    private Asset receive(Caller caller, MultipartFile file) throws IOException {
        return registration
                .receive(new Upload(
                        caller.tenantId(), caller.memberId(), file.getOriginalFilename(), null, null, file.getBytes()))
                .asset();
    }

    private String refused(MultipartFile file, String problem, Locale locale, Model model) {
        model.addAttribute("fileName", FileName.safe(file.getOriginalFilename()));
        model.addAttribute("problem", messages.getMessage(problem, null, locale));
        model.addAttribute("advice", messages.getMessage("upload.refused.kept", null, locale));
        return "library/row :: refused";
    }
}
