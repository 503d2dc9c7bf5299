package io.countermark.credentials;

import io.countermark.credentials.ValidationReport.Kind;
import io.countermark.credentials.ValidationReport.State;
import io.countermark.credentials.ValidationReport.Status;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.jspecify.annotations.Nullable;

/** What a report says to a person. */
final class ReportText {

    private ReportText() {}

    /** A report on a file of which no manifest could be read. */
    static ValidationReport without(State state, List<Status> codes, String summary) {
        return new ValidationReport(state, null, null, null, null, codes, List.of(), List.of(), summary);
    }

    static String summary(
            State state, @Nullable String issuer, @Nullable Instant signedAt, List<Status> own, List<Status> others) {
        String who = issuer == null ? "an unnamed signer" : issuer;
        String when = signedAt == null ? "" : " at " + signedAt;
        return switch (state) {
            case TRUSTED -> "Signed by " + who + when + ", who is trusted; nothing was changed since.";
            case VALID -> "Signed by " + who + when + ", who is not known here; nothing was changed since.";
            case INVALID -> "Not valid: " + firstFault(own, others) + ".";
            case NO_MANIFEST, REMOTE_MANIFEST, ERROR -> "No credentials could be read.";
        };
    }

    private static String firstFault(List<Status> own, List<Status> others) {
        return Stream.concat(own.stream(), others.stream())
                .filter(status -> status.kind() == Kind.FAILURE)
                .filter(status -> !status.code().equals(StatusCode.SIGNING_CREDENTIAL_UNTRUSTED.code()))
                .findFirst()
                .map(Status::explanation)
                .orElse("unknown");
    }

    /** The organisation in the subject, or else its common name. */
    static Optional<String> organisation(X509Certificate certificate) {
        try {
            X500Name subject =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            return first(subject.getRDNs(BCStyle.O)).or(() -> first(subject.getRDNs(BCStyle.CN)));
        } catch (IllegalArgumentException e) {
            // A name that is no ASN.1, or a text that is no UTF-8: as good as no name.
            return Optional.empty();
        }
    }

    private static Optional<String> first(RDN[] names) {
        return Stream.of(names)
                .findFirst()
                .map(name -> IETFUtils.valueToString(name.getFirst().getValue()));
    }
}
