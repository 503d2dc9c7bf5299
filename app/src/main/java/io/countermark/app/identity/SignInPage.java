package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The form; Spring Security takes what it sends. */
@Controller
class SignInPage {

    @GetMapping("/login")
    String form(@AuthenticationPrincipal @Nullable Caller caller) {
        return caller == null ? "identity/login" : "redirect:/";
    }
}
