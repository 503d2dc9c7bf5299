package io.countermark.app.platform.web;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page what its frame needs. Places that the reader's role can't enter are not shown. */
@ControllerAdvice(annotations = Controller.class)
class FrameAdvice {

    private enum Destination {
        HOME(Permission.WORKS_READ),
        LIBRARY(Permission.WORKS_READ),
        UPLOAD(Permission.WORKS_WRITE),
        CHECK(Permission.CHECK),
        CASES(Permission.CASES_READ),
        SHARING(Permission.SHARES_READ),
        LICENCES(Permission.LICENCES_READ),
        MARKETS(Permission.WORKS_READ),
        MONEY(Permission.MONEY_READ),
        LOG(Permission.WORKS_READ),
        SETTINGS(Permission.ACCOUNT);

        private final Permission needed;

        Destination(Permission needed) {
            this.needed = needed;
        }

        private Frame.Place at(String path) {
            String name = name().toLowerCase(Locale.ROOT);
            if (this == HOME) {
                return new Frame.Place("/", name, path.equals("/"));
            }
            String root = "/" + name;
            boolean isWork = this == LIBRARY && path.startsWith("/works/");
            return new Frame.Place(root, name, isWork || path.equals(root) || path.startsWith(root + "/"));
        }
    }

    @ModelAttribute("frame")
    Frame frame(@AuthenticationPrincipal @Nullable Caller caller, HttpServletRequest request) {
        if (caller == null) {
            return new Frame(null, List.of(), Set.of());
        }
        String path = request.getRequestURI();
        return new Frame(
                caller.name(),
                Arrays.stream(Destination.values())
                        .filter(destination -> caller.may(destination.needed))
                        .map(destination -> destination.at(path))
                        .toList(),
                Arrays.stream(Permission.values()).filter(caller::may).collect(Collectors.toUnmodifiableSet()));
    }
}
