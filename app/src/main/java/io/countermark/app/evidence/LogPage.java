package io.countermark.app.evidence;

import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.TransparencyLog;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page about the log. */
@Controller
@Needs(Permission.WORKS_READ)
class LogPage {

    private final TransparencyLog log;
    private final NoteSigner signer;

    LogPage(TransparencyLog log, NoteSigner signer) {
        this.log = log;
        this.signer = signer;
    }

    @GetMapping("/log")
    String show(Model model) {
        model.addAttribute("log", LogView.of(log.checkpoint(), signer.verifierKey()));
        return "evidence/log";
    }
}
