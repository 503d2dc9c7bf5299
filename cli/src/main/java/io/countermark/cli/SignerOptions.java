package io.countermark.cli;

import io.countermark.credentials.ClaimSigner;
import io.countermark.credentials.CredentialsException;
import io.countermark.credentials.HttpClaimSigner;
import io.countermark.credentials.Pkcs11Token;
import io.countermark.credentials.SigningCredential;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who signs: a key in a file, in a token, or at another machine. Secrets are read from files, never from the command line. */
final class SignerOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--cert",
            paramLabel = "CHAIN.pem",
            description = "Certificates, the signer's first, the root left out; a token may have them itself")
    private @Nullable Path chain;

    @Option(names = "--key", paramLabel = "KEY.pem", description = "The signer's private key, PKCS#8")
    private @Nullable Path key;

    @Option(
            names = "--pkcs11",
            paramLabel = "LIBRARY",
            description = "Sign with a key in a token: the PKCS#11 library of its maker")
    private @Nullable Path library;

    @Option(
            names = "--pkcs11-slot",
            paramLabel = "N",
            defaultValue = "0",
            description = "The token's place in the library's list (default: ${DEFAULT-VALUE})")
    private int slot;

    @Option(names = "--pkcs11-key", paramLabel = "LABEL", description = "The key's label in the token")
    private @Nullable String label;

    @Option(names = "--pkcs11-pin", paramLabel = "FILE", description = "File with the token's PIN")
    private @Nullable Path pin;

    @Option(
            names = "--signer-url",
            paramLabel = "URL",
            description =
                    "Sign at another machine that alone has the key; it is sent the bytes to be signed, not the picture")
    private @Nullable URI address;

    @Option(names = "--signer-token", paramLabel = "FILE", description = "File with the bearer token for --signer-url")
    private @Nullable Path token;

    /** Ends with exit code 2 when it is told twice or not at all, or does not fit. */
    ClaimSigner signer() {
        if (Stream.of(key, library, address).filter(way -> way != null).count() != 1) {
            throw new ParameterException(
                    spec.commandLine(), "Exactly one of --key, --pkcs11 and --signer-url says who signs");
        }
        try {
            if (key != null) {
                return SigningCredential.fromPem(
                        OptionValues.text(spec, "--cert", needed("--cert", chain)),
                        OptionValues.text(spec, "--key", key));
            }
            if (library != null) {
                char[] secret =
                        line("--pkcs11-pin", needed("--pkcs11-pin", pin)).toCharArray();
                return Pkcs11Token.open(library, slot, secret)
                        .signer(needed("--pkcs11-key", label), chain == null ? null : certificates(chain), null);
            }
            return new HttpClaimSigner(
                    certificates(needed("--cert", chain)),
                    needed("--signer-url", address),
                    line("--signer-token", needed("--signer-token", token)));
        } catch (CredentialsException e) {
            throw Refusal.option(spec, "--cert, --key, --pkcs11, --signer-url", Failure.of(e));
        }
    }

    private List<X509Certificate> certificates(Path file) {
        return OptionValues.certificates(spec, "--cert", List.of(file));
    }

    private String line(String option, Path file) {
        return OptionValues.text(spec, option, file).strip();
    }

    private <T> T needed(String option, @Nullable T value) {
        if (value == null) {
            throw new ParameterException(spec.commandLine(), option + " is missing");
        }
        return value;
    }
}
