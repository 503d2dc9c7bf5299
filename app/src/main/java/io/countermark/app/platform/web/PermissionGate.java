package io.countermark.app.platform.web;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.OpenToAll;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Holds every route of ours to its {@link Needs}; what names no permission and is not {@link OpenToAll} is nobody's to call. */
class PermissionGate implements HandlerInterceptor {

    private static final String OURS = "io.countermark.";

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod route)
                || !route.getBeanType().getName().startsWith(OURS)) {
            return true;
        }
        if (annotation(route, OpenToAll.class).isPresent()) {
            return true;
        }
        Permission needed = annotation(route, Needs.class)
                .map(Needs::value)
                .orElseThrow(() -> Problem.FORBIDDEN.because("This route has no rule; tell the operator."));
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof Caller caller)) {
            throw Problem.SIGN_IN_NEEDED.because("Sign in, or send an API key.");
        }
        if (!caller.may(needed)) {
            throw Problem.FORBIDDEN.because(
                    "It needs the permission " + needed.scope() + ", which your role or API key does not have.");
        }
        return true;
    }

    private static <A extends java.lang.annotation.Annotation> Optional<A> annotation(
            HandlerMethod route, Class<A> type) {
        Optional<A> own = Optional.ofNullable(AnnotatedElementUtils.findMergedAnnotation(route.getMethod(), type));
        boolean methodDecides = AnnotatedElementUtils.hasAnnotation(route.getMethod(), Needs.class)
                || AnnotatedElementUtils.hasAnnotation(route.getMethod(), OpenToAll.class);
        return methodDecides
                ? own
                : Optional.ofNullable(AnnotatedElementUtils.findMergedAnnotation(route.getBeanType(), type));
    }
}
