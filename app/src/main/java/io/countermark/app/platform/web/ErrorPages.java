package io.countermark.app.platform.web;

import io.countermark.app.platform.OpenToAll;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what failed outside controllers: unknown paths, filters, the container's own limits. */
@Controller
@OpenToAll("A refusal is for whoever was refused")
class ErrorPages implements ErrorController {

    private final Answers answers;

    ErrorPages(Answers answers) {
        this.answers = answers;
    }

    @RequestMapping("/error")
    Object error(HttpServletRequest request, Locale locale) {
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return answers.write(answer(request), request, path == null ? "" : path.toString(), locale);
    }

    private Answer answer(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
            return answers.to(failure);
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        return Answer.of(Answer.ofStatus(HttpStatusCode.valueOf(status instanceof Integer code ? code : 404)));
    }
}
