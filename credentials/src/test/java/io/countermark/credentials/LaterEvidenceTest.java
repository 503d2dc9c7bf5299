package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.container.EmbeddedCredentials;
import io.countermark.credentials.CertificateRegister.RevocationReason;
import io.countermark.credentials.CertificateRegister.Standing;
import io.countermark.credentials.ManifestDefinition.Assertion;
import io.countermark.credentials.ManifestDefinition.Generator;
import io.countermark.credentials.ManifestSigner.Renewal;
import io.countermark.credentials.ValidationReport.State;
import io.countermark.credentials.ValidationReport.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Time-stamps and revocation that update manifests bring to signatures that were there before them (C2PA 2.4, 18.18 and 18.19). */
class LaterEvidenceTest {

    private static final Instant AFTER_THE_SIGNER = Samples.NOW.plus(Duration.ofDays(120));
    private static final SigningCredential LONG =
            Samples.AUTHORITY.issue("Archive", "Archive", Samples.NOW, Duration.ofDays(366));

    private final SampleTsa tsa = new SampleTsa(Samples.NOW);
    private final ManifestValidator validator =
            new ManifestValidator(List.of(Samples.AUTHORITY.root()), List.of(tsa.root()));
    private final ManifestSigner archive = new ManifestSigner(LONG, validator);
    private final byte[] signed = new ManifestSigner(Samples.CREDENTIAL, validator)
            .sign(Samples.jpeg(), Samples.marked("a"))
            .file();

    private static ManifestDefinition update(Assertion... assertions) {
        return new ManifestDefinition("u", new Generator("Countermark", "0.1"), List.of(), List.of(), null)
                .withAssertions(List.of(assertions));
    }

    private static List<String> codes(List<Status> statuses) {
        return statuses.stream().map(Status::code).toList();
    }

    @Test
    void aSignerWhoseTimeIsOverStaysTrustedByALaterStamp() {
        byte[] plain = archive.update(signed, update(), Set.of()).file();
        byte[] stamped = archive.withTimeStamps(tsa)
                .update(signed, update(), Set.of(Renewal.TIME_STAMPS))
                .file();

        assertEquals(State.INVALID, validator.validate(plain, AFTER_THE_SIGNER).state());
        ValidationReport report = validator.validate(stamped, AFTER_THE_SIGNER);
        assertEquals(State.TRUSTED, report.state(), report.summary());
        assertThat(codes(report.ingredientCodes())).contains("timeStamp.trusted", "claimSignature.insideValidity");
    }

    /** As the standard has it, over the structure that sigTst2 covers, instead of the signature's value alone. */
    @Test
    void stampsOverTheCounterSignatureStructureCount() throws MalformedStoreException {
        CoseSign1 cose = signature(signed);
        byte[] structure = CoseSign1.toBeSigned(
                "CounterSignature", cose.protectedBytes(), Cbor.encode(Cbor.bytes(cose.signature())));
        byte[] stamped = archive.withTimeStamps(ignored -> tsa.token(HashAlgorithm.SHA256.hash(structure)))
                .update(signed, update(), Set.of(Renewal.TIME_STAMPS))
                .file();
        ValidationReport report = validator.validate(stamped, AFTER_THE_SIGNER);
        assertEquals(State.TRUSTED, report.state(), report.summary());
    }

    @Test
    void aStampByNobodyKnownOrOverSomethingElseDoesNotHelp() {
        byte[] stamped = archive.withTimeStamps(tsa)
                .update(signed, update(), Set.of(Renewal.TIME_STAMPS))
                .file();
        ManifestValidator stranger = new ManifestValidator(List.of(Samples.AUTHORITY.root()), List.of());
        ValidationReport untrusted = stranger.validate(stamped, AFTER_THE_SIGNER);
        assertEquals(State.INVALID, untrusted.state());
        assertThat(codes(untrusted.ingredientCodes())).contains("timeStamp.untrusted");

        byte[] other = archive.withTimeStamps(ignored -> tsa.token(new byte[32]))
                .update(signed, update(), Set.of(Renewal.TIME_STAMPS))
                .file();
        ValidationReport mismatched = validator.validate(other, AFTER_THE_SIGNER);
        assertEquals(State.INVALID, mismatched.state());
        assertThat(codes(mismatched.ingredientCodes())).contains("timeStamp.mismatch");
    }

    @Test
    void aLaterStatusTellsThatTheSignerWasRevoked() {
        Standing revoked = new Standing.Revoked(Samples.NOW.minusSeconds(60), RevocationReason.KEY_COMPROMISE);
        ValidationReport report = validator.validate(withStatus(revoked), Samples.NOW);
        assertEquals(State.INVALID, report.state());
        assertThat(codes(report.ingredientCodes())).contains("signingCredential.ocsp.revoked");
    }

    @Test
    void aLaterStatusTellsThatTheSignerWasNotRevoked() {
        ValidationReport report = validator.validate(withStatus(new Standing.Good()), Samples.NOW);
        assertEquals(State.TRUSTED, report.state(), report.summary());
        assertThat(codes(report.ingredientCodes())).contains("signingCredential.ocsp.notRevoked");
        assertThat(codes(report.codes())).contains("signingCredential.ocsp.skipped");
    }

    /** Responses about the first signer only: what is said of the one must not be taken for the other. */
    private byte[] withStatus(Standing standing) {
        OcspResponder responder = new OcspResponder(
                Samples.AUTHORITY, serial -> Optional.of(standing), Clock.fixed(Samples.NOW, ZoneOffset.UTC));
        RevocationSource source = chain ->
                chain.getFirst().equals(Samples.CREDENTIAL.leaf()) ? responder.response(chain) : Optional.empty();
        return archive.withRevocations(source)
                .update(signed, update(), Set.of(Renewal.CERTIFICATE_STATUS))
                .file();
    }

    @Test
    void malformedAssertionsAreFailures() {
        byte[] empty = archive.update(signed, update(new Assertion("c2pa.time-stamp", "{}", true)), Set.of())
                .file();
        ValidationReport stamps = validator.validate(empty, Samples.NOW);
        assertEquals(State.INVALID, stamps.state());
        assertThat(codes(stamps.codes())).contains("assertion.timestamp.malformed");

        byte[] twice = archive.withTimeStamps(tsa)
                .update(
                        signed,
                        update(new Assertion("c2pa.time-stamp", "{\"urn:c2pa:x\": \"text\"}", true)),
                        Set.of(Renewal.TIME_STAMPS))
                .file();
        assertThat(codes(validator.validate(twice, Samples.NOW).codes())).contains("assertion.timestamp.malformed");

        byte[] nothing = archive.update(signed, update(new Assertion("c2pa.certificate-status", "{}", true)), Set.of())
                .file();
        assertThat(codes(validator.validate(nothing, Samples.NOW).codes())).contains("assertion.cbor.invalid");
    }

    private static CoseSign1 signature(byte[] file) throws MalformedStoreException {
        byte[] store =
                EmbeddedCredentials.read(file).orElseThrow().stores().getFirst().bytes();
        Superbox active = ManifestStore.parse(store).active();
        return CoseSign1.parse(
                active.child(Labels.SIGNATURE).orElseThrow().content("cbor").orElseThrow(), StatusCode.CLAIM_MALFORMED);
    }
}
