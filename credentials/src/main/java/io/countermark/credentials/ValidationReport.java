package io.countermark.credentials;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What validating a file's credentials found.
 *
 * @param state           the overall answer
 * @param activeManifest  its label; null when there is none
 * @param claimGenerator  name (and version) of the generator; null when there is none
 * @param issuer          organisation of the signing certificate; null when there is none
 * @param signedAt        time of a trusted time-stamp; null when there is none
 * @param codes           status codes of the active manifest, C2PA 2.4 section 15, in the order found
 * @param ingredientCodes status codes of its ingredients
 * @param softBindings    of the active manifest
 * @param summary         one sentence for a person
 */
public record ValidationReport(
        State state,
        @Nullable String activeManifest,
        @Nullable String claimGenerator,
        @Nullable String issuer,
        @Nullable Instant signedAt,
        List<Status> codes,
        List<Status> ingredientCodes,
        List<ManifestDefinition.SoftBinding> softBindings,
        String summary) {

    /** Overall answer; the JSON spelling is Trusted, Valid, Invalid, NoManifest, RemoteManifest, Error. */
    public enum State {
        TRUSTED("Trusted"),
        VALID("Valid"),
        INVALID("Invalid"),
        NO_MANIFEST("NoManifest"),
        REMOTE_MANIFEST("RemoteManifest"),
        ERROR("Error");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Success, information or failure. */
    public enum Kind {
        SUCCESS,
        INFORMATIONAL,
        FAILURE
    }

    /**
     * @param code        of the standard, for example {@code assertion.dataHash.match}
     * @param kind        what it means for the state
     * @param url         JUMBF URI of the box it is about; null when it is about the file
     * @param explanation for a person
     */
    public record Status(String code, Kind kind, @Nullable String url, String explanation) {}

    public ValidationReport {
        codes = List.copyOf(codes);
        ingredientCodes = List.copyOf(ingredientCodes);
        softBindings = List.copyOf(softBindings);
    }
}
