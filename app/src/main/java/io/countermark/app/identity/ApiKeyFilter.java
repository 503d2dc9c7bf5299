package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Reads {@code Authorization: Bearer cmk_...}; a wrong key is treated as none, so that the answer is the same 401. */
final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ApiKeys apiKeys;
    private final HandlerExceptionResolver exceptions;

    ApiKeyFilter(ApiKeys apiKeys, HandlerExceptionResolver exceptions) {
        this.apiKeys = apiKeys;
        this.exceptions = exceptions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        @Nullable String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            Optional<Caller> caller;
            try {
                caller = apiKeys.bearer(
                        new Secret(header.substring(SCHEME.length()).strip()));
            } catch (org.springframework.dao.DataAccessException
                    | org.springframework.transaction.TransactionException e) {
                // The database is away: that is no reason to call the key wrong.
                exceptions.resolveException(request, response, null, e);
                return;
            }
            caller.ifPresent(ApiKeyFilter::enter);
        }
        chain.doFilter(request, response);
    }

    private static void enter(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(SignedIn.as(caller));
        SecurityContextHolder.setContext(context);
    }
}
