package io.countermark.app.identity;

import io.countermark.app.platform.Problem;
import io.countermark.app.platform.Role;
import java.util.Arrays;
import java.util.Locale;

/** What people fill in: cleaned, or refused with the field's name. */
final class FormField {

    static final Problem BAD_FIELD = new Problem("bad-field", 422, "Something in the form is missing or malformed");

    private FormField() {}

    /** An address as it is stored: no blanks around, lower case. */
    static String email(String text) {
        String email = Members.normal(text);
        if (email.length() > 254 || !email.matches("[^\\s@\\p{C}]+@[^\\s@\\p{C}]+")) {
            throw BAD_FIELD.because("The e-mail address must look like name@example.com.");
        }
        return email;
    }

    /** One line of 1 to 200 characters without control characters. */
    static String line(String text, String field) {
        String clean = text.replaceAll("\\p{C}", "").strip();
        if (clean.isEmpty() || clean.length() > 200) {
            throw BAD_FIELD.because("The field '" + field + "' needs 1 to 200 characters.");
        }
        return clean;
    }

    /** In either case, as the API writes it ({@code rights_manager}) and as a form sends it. */
    static Role role(String text) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equals(text.strip().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> BAD_FIELD.because(
                        "The role is one of " + Arrays.toString(Role.values()).toLowerCase(Locale.ROOT) + "."));
    }
}
