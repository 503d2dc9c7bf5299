package io.countermark.app.platform.web;

import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Writes an {@link Answer} as problem details for programs, or as a page in the frame for people. */
@Component
class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final MessageSource messages;

    Answers(MessageSource messages) {
        this.messages = messages;
    }

    /** What a failure is answered with; what nobody foresaw is logged under an id, and the id is all that is told. */
    Answer to(Throwable failure) {
        return Answer.to(failure).orElseGet(() -> {
            UUID id = Ids.next();
            LOG.error("Unforeseen failure {}", id, failure);
            return new Answer(Problem.INTERNAL, "Tell the operator this number: " + id, null);
        });
    }

    /** Either a {@link ResponseEntity} or a {@link ModelAndView}. */
    Object write(Answer answer, HttpServletRequest request, String path, Locale locale) {
        if (path.startsWith("/v1/") || !wantsPage(request)) {
            return problem(answer, path);
        }
        String code = answer.problem().code();
        ModelAndView page = new ModelAndView(
                "error/problem", HttpStatusCode.valueOf(answer.problem().status()));
        page.addObject("status", answer.problem().status());
        page.addObject("code", code);
        page.addObject(
                "sentence",
                messages.getMessage("problem." + code, null, answer.problem().title(), locale));
        page.addObject("detail", answer.detail());
        page.addObject("next", messages.getMessage("problem." + code + ".next", null, "", locale));
        return page;
    }

    ResponseEntity<ProblemDetail> problem(Answer answer, String path) {
        ProblemDetail body = ProblemDetail.forStatus(answer.problem().status());
        body.setType(answer.problem().type());
        body.setTitle(answer.problem().title());
        body.setDetail(answer.detail());
        body.setInstance(null);
        body.setProperty("code", answer.problem().code());
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        Duration retryAfter = answer.retryAfter();
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        return ResponseEntity.status(answer.problem().status()).headers(headers).body(body);
    }

    private static boolean wantsPage(HttpServletRequest request) {
        @Nullable String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html");
    }
}
