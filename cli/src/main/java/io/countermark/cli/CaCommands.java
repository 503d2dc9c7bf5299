package io.countermark.cli;

import io.countermark.credentials.CertificateAuthority;
import io.countermark.credentials.CertificateRegister.RevocationReason;
import io.countermark.credentials.CertificateRegister.Standing;
import io.countermark.credentials.CredentialsException;
import io.countermark.credentials.SigningCredential;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is done with an authority that is a folder ({@link AuthorityFolder}). */
final class CaCommands {

    private CaCommands() {}

    /** What these commands have in common: the folder, and one line for what can't be done. */
    abstract static class OnAuthority implements Callable<Integer> {

        @Spec
        CommandSpec spec;

        @Parameters(index = "0", paramLabel = "DIR", description = "The authority's folder")
        Path folder;

        abstract String done(AuthorityFolder authority) throws IOException;

        @Override
        public final Integer call() {
            try {
                String said = done(new AuthorityFolder(folder));
                if (!said.isEmpty()) {
                    spec.commandLine().getOut().println(said);
                }
                return 0;
            } catch (IOException e) {
                return Refusal.print(spec, folder, e);
            } catch (CredentialsException e) {
                return Refusal.print(
                        spec, folder, new CommandException(e.reason().code(), String.valueOf(e.getMessage())));
            }
        }

        final CertificateAuthority open(AuthorityFolder authority) throws IOException {
            return authority.open(certificate(spec, authority.path("root.pem")));
        }

        final void requireDays(int days) {
            if (days < 1 || days > 366) {
                throw new ParameterException(spec.commandLine(), "--days is 1 to 366, not " + days);
            }
        }
    }

    static X509Certificate certificate(CommandSpec spec, Path file) throws CommandException {
        List<X509Certificate> all = OptionValues.certificates(spec, file.toString(), List.of(file));
        if (all.isEmpty()) {
            throw new CommandException("bad-certificate", file + " has no PEM certificate");
        }
        return all.getFirst();
    }

    /** Chain and key are new files, or nothing is issued. */
    private static void requireFree(Path output) throws IOException {
        Files.createDirectories(output);
        for (String name : List.of("chain.pem", "key.pem")) {
            if (Files.exists(output.resolve(name))) {
                throw new CommandException(
                        "already-exists", output.resolve(name) + " is there already and is not replaced");
            }
        }
    }

    private static String write(Path output, SigningCredential credential) throws IOException {
        byte[] key = PemText.of("PRIVATE KEY", credential.key().getEncoded()).getBytes(StandardCharsets.US_ASCII);
        DurableFile.writeSecret(output.resolve("key.pem"), key);
        writeChain(output, credential.chain());
        return "Wrote chain.pem and key.pem into " + output + "; number "
                + credential.chain().getFirst().getSerialNumber().toString(16);
    }

    private static void writeChain(Path output, List<X509Certificate> chain) throws IOException {
        DurableFile.write(output.resolve("chain.pem"), PemText.of(chain).getBytes(StandardCharsets.US_ASCII));
    }

    @Command(
            name = "new",
            header = "Make an authority",
            description = "Writes root.pem, key.pem and an empty register into DIR. The root lives ten years.")
    static final class New extends OnAuthority {

        @Option(
                names = "--organisation",
                required = true,
                paramLabel = "NAME",
                description = "Named in the root certificate")
        private String organisation;

        @Option(
                names = "--ocsp-url",
                paramLabel = "URL",
                description = "Where 'ca ocsp DIR --port' will answer; named in every certificate that is issued")
        private @Nullable URI responder;

        @Override
        String done(AuthorityFolder authority) throws IOException {
            authority.create(CertificateAuthority.create(organisation, Instant.now()), Optional.ofNullable(responder));
            return "Wrote root.pem, key.pem and register into " + folder;
        }
    }

    @Command(
            name = "issue",
            header = "Issue a certificate to a signer",
            description = "Writes chain.pem and key.pem, for 'sign'; with --public-key the key stays where it is.")
    static final class Issue extends OnAuthority {

        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "DIR",
                description = "Folder for the files")
        private Path output;

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "Common name of the signer")
        private String name;

        @Option(
                names = "--organisation",
                required = true,
                paramLabel = "NAME",
                description = "The signer's organisation; shown to those who verify")
        private String organisation;

        @Option(
                names = "--days",
                paramLabel = "N",
                defaultValue = "365",
                description = "Validity, 1 to 366 (default: ${DEFAULT-VALUE})")
        private int days;

        @Option(
                names = "--public-key",
                paramLabel = "FILE.pem",
                description = "Certify this key, of a token or a key service: EC, RSA or Ed25519 in PEM")
        private @Nullable Path publicKey;

        @Override
        String done(AuthorityFolder authority) throws IOException {
            requireDays(days);
            CertificateAuthority issuer = open(authority);
            requireFree(output);
            Instant now = Instant.now();
            if (publicKey == null) {
                SigningCredential issued = issuer.issue(name, organisation, now, Duration.ofDays(days));
                authority.recordIssued(issued.chain().getFirst());
                return write(output, issued);
            }
            List<X509Certificate> chain =
                    issuer.certify(key(publicKey), name, organisation, now, Duration.ofDays(days));
            authority.recordIssued(chain.getFirst());
            writeChain(output, chain);
            return "Wrote chain.pem into " + output + "; number "
                    + chain.getFirst().getSerialNumber().toString(16);
        }

        private PublicKey key(Path file) throws CommandException {
            byte[] der = PemText.der("PUBLIC KEY", OptionValues.text(spec, "--public-key", file));
            for (String kind : List.of("EC", "RSA", "Ed25519")) {
                try {
                    return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
                } catch (GeneralSecurityException e) {
                    // It is of another kind.
                }
            }
            throw new CommandException("bad-key", file + " has no public key of EC, RSA or Ed25519");
        }
    }

    @Command(
            name = "renew",
            header = "Issue a new certificate and key to somebody who has one",
            description =
                    "For the name in CERT; a revoked one is not renewed. The old one stays good until its end, or until revoked.")
    static final class Renew extends OnAuthority {

        @Parameters(index = "1", paramLabel = "CERT.pem", description = "What ends soon; the first certificate counts")
        private Path ending;

        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "DIR",
                description = "Folder for the files")
        private Path output;

        @Option(
                names = "--days",
                paramLabel = "N",
                defaultValue = "365",
                description = "Validity, 1 to 366 (default: ${DEFAULT-VALUE})")
        private int days;

        @Override
        String done(AuthorityFolder authority) throws IOException {
            requireDays(days);
            X509Certificate old = certificate(spec, ending);
            CertificateAuthority issuer = open(authority);
            if (authority.standing(old.getSerialNumber()).orElse(null) instanceof Standing.Revoked revoked) {
                throw new CommandException("already-revoked", "It was revoked at " + revoked.at());
            }
            requireFree(output);
            SigningCredential renewed = issuer.renew(old, Instant.now(), Duration.ofDays(days));
            authority.recordIssued(renewed.chain().getFirst());
            return write(output, renewed);
        }
    }

    @Command(
            name = "revoke",
            header = "Revoke a certificate",
            description = "From now on the authority's OCSP answers say so. It can't be taken back.")
    static final class Revoke extends OnAuthority {

        @Parameters(index = "1", paramLabel = "CERT", description = "A PEM file, or the certificate's number")
        private String certificate;

        @Option(
                names = "--reason",
                paramLabel = "WHY",
                defaultValue = "UNSPECIFIED",
                description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
        private RevocationReason reason;

        @Override
        String done(AuthorityFolder authority) throws IOException {
            BigInteger serial = serial();
            authority.recordRevoked(serial, reason, Instant.now().truncatedTo(ChronoUnit.SECONDS));
            return "Revoked " + serial.toString(16);
        }

        private BigInteger serial() throws CommandException {
            Path file = Path.of(certificate);
            if (Files.exists(file)) {
                return certificate(spec, file).getSerialNumber();
            }
            if (!certificate.matches("[0-9a-fA-F]{1,40}")) {
                throw new CommandException("not-found", certificate + " is neither a file nor a number in hexadecimal");
            }
            return new BigInteger(certificate, 16);
        }
    }

    @Command(
            name = "list",
            header = "List what was issued, one JSON object a line",
            description = "JSON: number, subject, notAfter, state (good|revoked), revokedAt, reason.")
    static final class Register extends OnAuthority {

        @Override
        String done(AuthorityFolder authority) throws IOException {
            StringBuilder lines = new StringBuilder();
            for (AuthorityFolder.Entry entry : authority.entries().values()) {
                lines.append(lines.isEmpty() ? "" : System.lineSeparator()).append(JsonLine.of(fields(entry)));
            }
            return lines.toString();
        }

        private static Map<String, @Nullable Object> fields(AuthorityFolder.Entry entry) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("number", entry.serial().toString(16));
            fields.put("subject", entry.subject());
            fields.put("notAfter", entry.notAfter().toString());
            switch (entry.standing()) {
                case Standing.Good good -> fields.put("state", "good");
                case Standing.Revoked revoked -> {
                    fields.put("state", "revoked");
                    fields.put("revokedAt", revoked.at().toString());
                    fields.put(
                            "reason",
                            revoked.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                }
            }
            return fields;
        }
    }
}
