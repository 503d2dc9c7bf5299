package io.countermark.app.screening;

import io.countermark.app.library.Library;
import io.countermark.app.protection.Authority;
import io.countermark.credentials.ManifestValidator;
import io.countermark.credentials.ValidationReport;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Does it still carry credentials that we signed, about these very bytes? */
@Component
class CredentialSearch {

    private final Authority authority;
    private final Library library;
    private final Clock clock;

    CredentialSearch(Authority authority, Library library, Clock clock) {
        this.authority = authority;
        this.library = library;
        this.clock = clock;
    }

    ValidationReport validate(Suspect suspect) {
        return new ManifestValidator(List.of(authority.root()), List.of()).validate(suspect.file(), clock.instant());
    }

    /** Only a manifest that holds and that our root vouches for names a work; a label alone could be written by anybody. */
    Optional<Finding> find(Suspect suspect, ValidationReport report) {
        String label = report.activeManifest();
        if (report.state() != ValidationReport.State.TRUSTED || label == null) {
            return Optional.empty();
        }
        return library.withManifest(suspect.tenantId(), label)
                .map(asset -> new Finding(
                        asset,
                        new Reason(
                                Signal.CREDENTIALS,
                                "It carries the credentials that were signed for this work, and they hold.",
                                1)));
    }
}
