package io.countermark.app.screening;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import java.io.IOException;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Checks over REST. */
@RestController
@Needs(Permission.CHECK)
class CheckApi {

    private final Screening screening;
    private final CheckSentence sentence;

    CheckApi(Screening screening, CheckSentence sentence) {
        this.screening = screening;
        this.sentence = sentence;
    }

    @PostMapping("/v1/checks")
    CheckJson check(@AuthenticationPrincipal Caller caller, @RequestParam("file") MultipartFile file, Locale locale)
            throws IOException {
        CheckResult result = screening.check(caller.tenantId(), file.getBytes());
        return CheckJson.of(result, sentence.of(result, locale));
    }
}
