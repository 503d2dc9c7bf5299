package io.countermark.app.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Reads the sign-in's cookie; a wrong one is treated as none. */
final class SignInFilter extends OncePerRequestFilter {

    /** Files that are everybody's: they need no look into the database. */
    private static final List<String> OPEN_FILES =
            List.of("/css/", "/js/", "/img/", "/webjars/", "/health", "/favicon.ico", "/log/tile/");

    private final Doorway doorway;
    private final HandlerExceptionResolver exceptions;

    SignInFilter(Doorway doorway, HandlerExceptionResolver exceptions) {
        this.doorway = doorway;
        this.exceptions = exceptions;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return OPEN_FILES.stream().anyMatch(request.getRequestURI()::startsWith);
    }

    /** The page of an error has the frame of whoever sees it. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            doorway.recognise(request);
        } catch (DataAccessException | TransactionException e) {
            // The database is away: that is no reason to ask people to sign in again. The page of the error itself
            // needs nobody.
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                exceptions.resolveException(request, response, null, e);
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
