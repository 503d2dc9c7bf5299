package io.countermark.app.screening;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.context.NoSuchMessageException;
import org.springframework.stereotype.Component;

/** The answer to a check in one sentence, in the reader's language. */
@Component
class CheckSentence {

    private final MessageSource messages;

    CheckSentence(MessageSource messages) {
        this.messages = messages;
    }

    String of(CheckResult result, Locale locale) {
        return switch (result.verdict()) {
            case NOT_KNOWN -> messages.getMessage("check.sentence.not-known", null, locale);
            case CANNOT_TELL -> messages.getMessage("check.sentence.cannot-tell", null, locale);
            case COPY -> copy(result.matches().getFirst(), locale);
        };
    }

    private String copy(WorkMatch match, Locale locale) {
        Signal strongest = match.reasons().getFirst().signal();
        String key = switch (strongest) {
            case EXACT_BYTES -> "check.sentence.same-file";
            case EXACT_PIXELS -> "check.sentence.same-pixels";
            case FINGERPRINT, MARK, CREDENTIALS ->
                match.edits().isEmpty() ? "check.sentence.copy" : "check.sentence.altered";
        };
        return messages.getMessage(key, new Object[] {match.title(), edits(match.edits(), locale)}, locale);
    }

    private String edits(List<String> edits, Locale locale) {
        return edits.stream()
                .map(edit -> edit(edit, locale))
                .collect(Collectors.joining(messages.getMessage("check.list-separator", null, locale)));
    }

    /** An edit by its name in the reader's language; one that has none yet keeps the name the comparison gave it. */
    String edit(String name, Locale locale) {
        try {
            return messages.getMessage("edit." + name, null, locale);
        } catch (NoSuchMessageException e) {
            return name;
        }
    }
}
