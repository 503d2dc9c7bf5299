package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Component;

/** How a browser goes in and out: the cookie of its {@link SignIns}. */
@Component
class Doorway {

    static final String COOKIE = "cm_sign_in";

    /** Request attribute: the {@link SignIns.Open} that the request came with. */
    private static final String SIGN_IN = Doorway.class.getName() + ".signIn";

    private final SignIns signIns;

    Doorway(SignIns signIns) {
        this.signIns = signIns;
    }

    /** Lets somebody in who has proved who they are. The session gets a new id, so that one planted before is worth nothing. */
    void enter(Caller caller, HttpServletRequest request, HttpServletResponse response) {
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        @Nullable String browser = request.getHeader(HttpHeaders.USER_AGENT);
        Secret secret = signIns.open(caller, request.getRemoteAddr(), browser == null ? "" : browser);
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(secret.text(), SignIns.LONGEST, request));
        admit(caller);
    }

    /** Ends what the request's cookie stands for, and the cookie. */
    void leave(HttpServletRequest request, HttpServletResponse response) {
        secret(request).ifPresent(signIns::end);
        response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO, request));
    }

    /** Goes on for another organisation of the same person's, with the next request. */
    void move(SignIns.Open open, UUID tenantId) {
        signIns.move(open, tenantId);
    }

    /** Reads the cookie, and makes this request that person's. */
    void recognise(HttpServletRequest request) {
        secret(request).flatMap(signIns::find).ifPresent(open -> {
            request.setAttribute(SIGN_IN, open);
            admit(open.caller());
        });
    }

    /** What the request came with; empty for an API key and for nobody. */
    static Optional<SignIns.Open> signIn(HttpServletRequest request) {
        return Optional.ofNullable((SignIns.Open) request.getAttribute(SIGN_IN));
    }

    /** Where to go after signing in: an invitation waits, or a page was asked for before; else home. */
    static String next(HttpServletRequest request, HttpServletResponse response) {
        if (JoinPage.isWaiting(request)) {
            return "/join";
        }
        @Nullable SavedRequest saved = new HttpSessionRequestCache().getRequest(request, response);
        return saved == null ? "/" : saved.getRedirectUrl();
    }

    private static void admit(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(SignedIn.as(caller));
        SecurityContextHolder.setContext(context);
    }

    private static Optional<Secret> secret(HttpServletRequest request) {
        Cookie @Nullable [] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE)
                                && !cookie.getValue().isEmpty())
                        .map(cookie -> new Secret(cookie.getValue()))
                        .findFirst();
    }

    private static String cookie(String value, Duration age, HttpServletRequest request) {
        return ResponseCookie.from(COOKIE, value)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .path("/")
                .maxAge(age)
                .build()
                .toString();
    }
}
