package io.countermark.cli;

import io.countermark.credentials.CredentialsException;
import io.countermark.credentials.HttpRevocationSource;
import io.countermark.credentials.HttpTimeStampSource;
import io.countermark.credentials.Identity;
import io.countermark.credentials.ManifestSigner;
import io.countermark.credentials.SigningCredential;
import io.countermark.credentials.TimeStampSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What goes into a signature besides the signer: the time, that the certificate was not revoked, somebody else who speaks. */
final class EvidenceOptions {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--tsa",
            paramLabel = "URL",
            description = "Time-stamp authority (RFC 3161); without its answer nothing is written")
    private @Nullable URI timeStamps;

    @Option(
            names = "--ocsp",
            paramLabel = "ISSUER.pem",
            description =
                    "Ask the OCSP responder that the certificate names and keep its answer; who issued it; needs --tsa")
    private @Nullable Path issuer;

    @Option(
            names = "--identity",
            paramLabel = "CHAIN.pem",
            description = "Somebody else speaks for the picture, too (CAWG identity): the certificates")
    private @Nullable Path identity;

    @Option(names = "--identity-key", paramLabel = "KEY.pem", description = "Private key of --identity")
    private @Nullable Path identityKey;

    @Option(
            names = "--identity-role",
            paramLabel = "ROLE",
            description = "What --identity is: cawg.creator, cawg.editor, cawg.publisher ...; may be repeated")
    private List<String> roles = List.of();

    @Option(
            names = "--identity-assertion",
            paramLabel = "LABEL",
            description = "What --identity speaks for besides the picture, for example cawg.metadata; may be repeated")
    private List<String> spokenFor = List.of();

    /** Refuses with exit code 2. */
    ManifestSigner with(ManifestSigner plain) {
        if (issuer != null && timeStamps == null) {
            throw new ParameterException(
                    spec.commandLine(), "--ocsp needs --tsa: an answer counts for the time that a stamp tells");
        }
        try {
            ManifestSigner signer = plain;
            TimeStampSource source = timeStamps == null ? null : new HttpTimeStampSource(timeStamps);
            if (source != null) {
                signer = signer.withTimeStamps(source);
            }
            if (issuer != null) {
                signer = signer.withRevocations(
                        new HttpRevocationSource(OptionValues.certificates(spec, "--ocsp", List.of(issuer)), TIMEOUT));
            }
            return identity == null ? signer : signer.withIdentity(identity(identity, source));
        } catch (CredentialsException e) {
            throw Refusal.option(spec, "--tsa, --ocsp, --identity", Failure.of(e));
        }
    }

    private Identity identity(Path chain, @Nullable TimeStampSource source) {
        if (identityKey == null) {
            throw new ParameterException(spec.commandLine(), "--identity-key is missing");
        }
        SigningCredential speaker = SigningCredential.fromPem(
                OptionValues.text(spec, "--identity", chain), OptionValues.text(spec, "--identity-key", identityKey));
        return new Identity(speaker, roles, spokenFor, source);
    }
}
