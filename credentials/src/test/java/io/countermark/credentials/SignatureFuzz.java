package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.container.EmbeddedCredentials;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Jazzer's target for what a signature carries: the bytes are taken as a COSE signature with its chain, time-stamp and OCSP
 * responses, as a time-stamp token, as an OCSP response, and as a request to our OCSP responder.
 */
public final class SignatureFuzz {

    private static final TrustAnchors NOBODY = new TrustAnchors(List.of());
    private static final Claim CLAIM = claim();
    private static final OcspResponder RESPONDER =
            new OcspResponder(Samples.AUTHORITY, serial -> Optional.empty(), Clock.fixed(Samples.NOW, ZoneOffset.UTC));

    private SignatureFuzz() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] input) {
        asSignature(input);
        TimeStampCheck.token(input);
        asResponse(input);
        if (RESPONDER.answer(input).length == 0) {
            throw new AssertionError("A responder always answers");
        }
    }

    private static void asSignature(byte[] input) {
        StatusLog log = new StatusLog();
        try {
            CoseSign1 signature = CoseSign1.parse(input, StatusCode.CLAIM_SIGNATURE_MISMATCH);
            new TimeStampCheck(NOBODY).signedAt(signature, CLAIM, "fuzz", log);
            List<X509Certificate> chain = signature.chain(false);
            NOBODY.issuer(chain, Samples.NOW);
            if (!chain.isEmpty() && signature.algorithm().isPresent()) {
                CertificateProfile.fault(chain.getFirst());
                signature.verifies(signature.algorithm().get(), chain.getFirst(), CLAIM.bytes());
            }
        } catch (MalformedStoreException e) {
            // The typed answer.
        }
    }

    private static void asResponse(byte[] input) {
        StatusLog log = new StatusLog();
        List<CBORObject> responses = List.of(Cbor.bytes(input));
        X509Certificate root = Samples.AUTHORITY.root();
        RevocationCheck.check(
                responses, List.of(), Samples.CREDENTIAL.leaf(), Optional.of(root), Optional.empty(), "fuzz", log);
        boolean good =
                log.statuses().stream().anyMatch(status -> status.code().equals("signingCredential.ocsp.notRevoked"));
        if (good) {
            throw new AssertionError("Nobody signed such a response");
        }
    }

    private static Claim claim() {
        try {
            byte[] store = EmbeddedCredentials.read(SignedFiles.all().getFirst())
                    .orElseThrow()
                    .stores()
                    .getFirst()
                    .bytes();
            return Manifest.parse(ManifestStore.parse(store).active()).claim();
        } catch (MalformedStoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signatures, tokens and responses of the signed files. */
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] file : SignedFiles.all()) {
            try {
                ManifestStore store = ManifestStore.parse(EmbeddedCredentials.read(file)
                        .orElseThrow()
                        .stores()
                        .getFirst()
                        .bytes());
                for (Superbox manifest : store.manifests()) {
                    byte[] bytes = manifest.child(Labels.SIGNATURE)
                            .orElseThrow()
                            .content("cbor")
                            .orElseThrow();
                    CBORObject unprotected =
                            CoseSign1.parse(bytes, StatusCode.CLAIM_MALFORMED).unprotectedHeader();
                    seeds.add(bytes);
                    Cbor.field(unprotected, "rVals")
                            .map(values -> Cbor.items(values, "ocspVals"))
                            .orElse(List.of())
                            .forEach(item -> seeds.add(item.GetByteString()));
                    Cbor.field(unprotected, "sigTst2")
                            .map(values -> Cbor.items(values, "tstTokens"))
                            .orElse(List.of())
                            .forEach(item ->
                                    seeds.add(Cbor.bytesField(item, "val").orElseThrow()));
                }
            } catch (MalformedStoreException e) {
                throw new IllegalStateException(e);
            }
        }
        return seeds;
    }
}
