package io.countermark.app.screening;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.imaging.ImageRejectedException;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
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

/** Where a picture is dropped to be checked. */
@Controller
@Needs(Permission.CHECK)
class CheckPage {

    private final Screening screening;
    private final CheckSentence sentence;
    private final MessageSource messages;

    CheckPage(Screening screening, CheckSentence sentence, MessageSource messages) {
        this.screening = screening;
        this.sentence = sentence;
        this.messages = messages;
    }

    @GetMapping("/check")
    String show() {
        return "screening/check";
    }

    /** With htmx the answer alone, without it the whole page. */
    @PostMapping("/check")
    String check(
            @AuthenticationPrincipal Caller caller,
            @RequestParam("file") MultipartFile file,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Locale locale,
            Model model)
            throws IOException {
        try {
            CheckResult answer = screening.check(caller.tenantId(), file.getBytes());
            model.addAttribute("answer", answer);
            model.addAttribute("sentence", sentence.of(answer, locale));
            model.addAttribute("edits", edits(answer, locale));
            model.addAttribute("overlay", inline(answer.overlay()));
            return htmx == null ? "screening/check" : "screening/answer :: answer";
        } catch (ImageRejectedException e) {
            model.addAttribute(
                    "problem", messages.getMessage("rejected." + e.reason().code(), null, locale));
            model.addAttribute("advice", messages.getMessage("check.refused.advice", null, locale));
            return htmx == null ? "screening/check" : "screening/answer :: refused";
        }
    }

    /** What was done to each work, in the reader's language. */
    private Map<UUID, List<String>> edits(CheckResult answer, Locale locale) {
        return answer.matches().stream()
                .collect(Collectors.toMap(
                        WorkMatch::workId,
                        match -> match.edits().stream()
                                .map(edit -> sentence.edit(edit, locale))
                                .toList()));
    }

    /** The overlay travels inside the answer, because nothing of a check stays on the server to be fetched later. */
    private static @Nullable String inline(byte @Nullable [] jpeg) {
        return jpeg == null
                ? null
                : "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
    }
}
