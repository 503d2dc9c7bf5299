package io.countermark.credentials;

import io.countermark.credentials.ValidationReport.Kind;
import io.countermark.credentials.ValidationReport.State;
import io.countermark.credentials.ValidationReport.Status;
import java.util.stream.Stream;

/** The overall answer out of the statuses (C2PA 2.4, 14.3.2, in the words of the reference SDK: Invalid, Valid, Trusted). */
final class ReportState {

    private ReportState() {}

    static State of(StatusLog own, StatusLog ofIngredients) {
        boolean broken = Stream.concat(own.statuses().stream(), ofIngredients.statuses().stream())
                .anyMatch(status -> status.kind() == Kind.FAILURE && !isDoubtOnly(status));
        if (broken) {
            return State.INVALID;
        }
        boolean doubted = own.statuses().stream().anyMatch(status -> status.kind() == Kind.FAILURE);
        return own.has(StatusCode.SIGNING_CREDENTIAL_TRUSTED) && !doubted ? State.TRUSTED : State.VALID;
    }

    /** A failure about who speaks, not about what is said: nothing was changed, but nobody known vouches for it. */
    private static boolean isDoubtOnly(Status status) {
        String code = status.code();
        return code.equals(StatusCode.SIGNING_CREDENTIAL_UNTRUSTED.code())
                || code.startsWith("cawg.identity.")
                || code.startsWith("cawg.x509.");
    }
}
