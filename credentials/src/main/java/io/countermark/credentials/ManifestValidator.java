package io.countermark.credentials;

import io.countermark.container.ByteRange;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.container.MalformedImageException;
import io.countermark.credentials.SignatureCheck.Signer;
import io.countermark.credentials.ValidationReport.State;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Validates the credentials of a file against trust anchors, by C2PA 2.4, sections 14 and 15; claims of 1.x are read, too.
 * Nothing is fetched from the network. Thread-safe.
 */
public final class ManifestValidator {

    private final TrustAnchors signers;
    private final TrustAnchors timeStampAuthorities;
    private final TrustAnchors identities;

    /**
     * @param signingAnchors   roots for claim signers
     * @param timeStampAnchors roots for time-stamp authorities, kept apart (14.4)
     */
    public ManifestValidator(Collection<X509Certificate> signingAnchors, Collection<X509Certificate> timeStampAnchors) {
        this(signingAnchors, timeStampAnchors, List.of());
    }

    /** @param identityAnchors roots for CAWG identities that are told by X.509 certificates */
    public ManifestValidator(
            Collection<X509Certificate> signingAnchors,
            Collection<X509Certificate> timeStampAnchors,
            Collection<X509Certificate> identityAnchors) {
        this.signers = new TrustAnchors(signingAnchors);
        this.timeStampAuthorities = new TrustAnchors(timeStampAnchors);
        this.identities = new TrustAnchors(identityAnchors);
    }

    /** Never throws for what is in the file. */
    public ValidationReport validate(byte[] file, Instant now) {
        try {
            return EmbeddedCredentials.read(file)
                    .map(found -> validate(file, found, now))
                    .orElseGet(ManifestValidator::noContainer);
        } catch (MalformedImageException e) {
            return damaged(e);
        }
    }

    /**
     * Validates a file against a manifest store that is kept elsewhere: beside it ({@code name.c2pa}, 11.4), or at the address that
     * its XMP names and the caller has fetched (11.5). The store that is handed in counts, whatever the file itself carries. Never
     * throws for what is in either.
     *
     * @param store media type {@code application/c2pa}
     */
    public ValidationReport validate(byte[] file, byte[] store, Instant now) {
        try {
            return EmbeddedCredentials.kindOf(file)
                    .map(kind -> validate(detached(file, kind), store, now))
                    .orElseGet(ManifestValidator::noContainer);
        } catch (MalformedImageException e) {
            return damaged(e);
        }
    }

    private static ValidationReport noContainer() {
        return failed(State.ERROR, StatusCode.GENERAL_ERROR, "Not an image file that can carry credentials");
    }

    private static ValidationReport damaged(MalformedImageException cause) {
        return failed(State.ERROR, StatusCode.GENERAL_ERROR, "The image is damaged: " + cause.getMessage());
    }

    private static Asset detached(byte[] file, Kind kind) {
        return new Asset(file, kind, new ByteRange(0, 0));
    }

    private ValidationReport validate(byte[] file, EmbeddedCredentials found, Instant now) {
        if (found.stores().isEmpty()) {
            return found.remote() == null
                    ? ReportText.without(State.NO_MANIFEST, List.of(), "The file carries no content credentials.")
                    : ReportText.without(
                            State.REMOTE_MANIFEST,
                            List.of(),
                            "The file names credentials at " + found.remote() + ", which were not fetched.");
        }
        if (found.stores().size() > 1) {
            return failed(
                    State.INVALID,
                    StatusCode.MANIFEST_INACCESSIBLE,
                    "The file carries more than one manifest store, so none can be used");
        }
        Store store = found.stores().getFirst();
        return validate(new Asset(file, found.kind(), store.place()), store.bytes(), now);
    }

    private ValidationReport validate(Asset asset, byte[] bytes, Instant now) {
        try {
            ManifestStore store = ManifestStore.parse(bytes);
            return report(store, outcome(asset, store, now));
        } catch (MalformedStoreException e) {
            return failed(State.INVALID, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private StoreValidation.Outcome outcome(Asset asset, ManifestStore store, Instant now) {
        SignatureCheck signatures = new SignatureCheck(signers, timeStampAuthorities, LaterEvidence.of(store), now);
        IdentityCheck identity = new IdentityCheck(identities, new TimeStampCheck(timeStampAuthorities), now);
        return new StoreValidation(store, asset, signatures, identity).run();
    }

    /**
     * The same validation as crJSON, which C2PA's conformance programme judges assets by: all manifests with their statuses. Without
     * manifests when the file has no store that can be read; {@link #validate} tells why.
     */
    public String crJson(byte[] file, Instant now) {
        try {
            Optional<EmbeddedCredentials> found = EmbeddedCredentials.read(file);
            if (found.isEmpty() || found.get().stores().size() != 1) {
                return CrJson.empty();
            }
            Store store = found.get().stores().getFirst();
            return crJson(new Asset(file, found.get().kind(), store.place()), store.bytes(), now);
        } catch (MalformedImageException e) {
            return CrJson.empty();
        }
    }

    /** As {@link #crJson(byte[], Instant)}, for a store that is kept elsewhere. */
    public String crJson(byte[] file, byte[] store, Instant now) {
        try {
            return EmbeddedCredentials.kindOf(file)
                    .map(kind -> crJson(detached(file, kind), store, now))
                    .orElseGet(CrJson::empty);
        } catch (MalformedImageException e) {
            return CrJson.empty();
        }
    }

    private String crJson(Asset asset, byte[] bytes, Instant now) {
        try {
            ManifestStore store = ManifestStore.parse(bytes);
            return CrJson.of(store, outcome(asset, store, now), now);
        } catch (MalformedStoreException e) {
            return CrJson.empty();
        }
    }

    private static ValidationReport failed(State state, StatusCode code, String explanation) {
        StatusLog log = new StatusLog();
        log.add(code, null, explanation);
        return ReportText.without(state, log.statuses(), explanation + ".");
    }

    private static ValidationReport report(ManifestStore store, StoreValidation.Outcome outcome) {
        State state = ReportState.of(outcome.own(), outcome.ofIngredients());
        Optional<X509Certificate> leaf = outcome.signer().map(Signer::leaf);
        String issuer = leaf.flatMap(ReportText::organisation).orElse(null);
        Instant signedAt = outcome.signer().flatMap(Signer::signedAt).orElse(null);
        return new ValidationReport(
                state,
                store.active().label(),
                outcome.manifest().map(manifest -> manifest.claim().generator()).orElse(null),
                issuer,
                signedAt,
                outcome.own().statuses(),
                outcome.ofIngredients().statuses(),
                outcome.manifest().map(SoftBindings::of).orElse(List.of()),
                ReportText.summary(
                        state,
                        issuer,
                        signedAt,
                        outcome.own().statuses(),
                        outcome.ofIngredients().statuses()));
    }
}
