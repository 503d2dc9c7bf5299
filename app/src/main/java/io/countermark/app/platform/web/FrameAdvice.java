package io.countermark.app.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page what its frame needs. */
@ControllerAdvice(annotations = Controller.class)
class FrameAdvice {

    private static final List<String> PLACES = List.of(
            "home",
            "library",
            "upload",
            "check",
            "cases",
            "sharing",
            "licences",
            "markets",
            "money",
            "log",
            "settings");

    @ModelAttribute("frame")
    Frame frame(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        String path = request.getRequestURI();
        return new Frame(
                principal == null ? null : principal.getName(),
                PLACES.stream().map(place -> place(place, path)).toList());
    }

    private static Frame.Place place(String name, String path) {
        if (name.equals("home")) {
            return new Frame.Place("/", name, path.equals("/"));
        }
        String root = "/" + name;
        boolean isWork = name.equals("library") && path.startsWith("/works/");
        return new Frame.Place(root, name, isWork || path.equals(root) || path.startsWith(root + "/"));
    }
}
