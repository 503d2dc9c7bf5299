package io.countermark.app.platform.web;

import io.countermark.app.platform.OpenToAll;
import io.countermark.app.platform.Problem;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Where the {@code type} of a problem leads: what it means and what to do, from the same messages as the error pages. */
@Controller
@OpenToAll("Problem types are explained to whoever meets one")
class ProblemPages {

    private final MessageSource messages;

    ProblemPages(MessageSource messages) {
        this.messages = messages;
    }

    @GetMapping("/problems/{code}")
    String explain(@PathVariable String code, Locale locale, Model model) {
        String sentence = messages.getMessage("problem." + code, null, "", locale);
        if (sentence == null || sentence.isEmpty()) {
            throw Problem.NOT_FOUND.because("There is no problem of this name.");
        }
        model.addAttribute("status", code);
        model.addAttribute("code", code);
        model.addAttribute("sentence", sentence);
        model.addAttribute("next", messages.getMessage("problem." + code + ".next", null, "", locale));
        return "error/problem";
    }
}
