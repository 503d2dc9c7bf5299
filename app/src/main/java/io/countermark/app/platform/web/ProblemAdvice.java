package io.countermark.app.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** The one place where a controller's failure becomes an answer. */
@ControllerAdvice
class ProblemAdvice {

    private final Answers answers;

    ProblemAdvice(Answers answers) {
        this.answers = answers;
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    Object answer(Exception failure, HttpServletRequest request, HttpServletResponse response, Locale locale)
            throws Exception {
        if (response.isCommitted()) {
            // Half an answer is out (a download that broke off); the connection is cut so that nobody takes it for
            // whole.
            throw failure;
        }
        Answer answer = answers.to(failure);
        if (answer.retryAfter() != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, answer.retryAfter().toSeconds())));
        }
        return answers.write(answer, request, request.getRequestURI(), locale);
    }
}
