package io.countermark.cli;

import io.countermark.credentials.CertificateAuthority;
import io.countermark.credentials.SigningCredential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "cert", header = "Make certificates to sign with", subcommands = CertCommand.New.class)
final class CertCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What should be done? 'countermark cert new -o DIR'");
    }

    @Command(
            name = "new",
            header = "Make a root and a signing certificate for trying things out",
            description = {
                "Writes into DIR root.pem (give it to those who verify, as --anchors), chain.pem and key.pem (for 'sign'; the",
                "key is readable by you alone). The root's own key is thrown away: it can issue nothing else, ever.",
                "Nobody else's trust list knows this root. Existing files are never replaced."
            })
    static final class New implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "DIR",
                description = "Folder for the three files")
        private Path output;

        @Option(
                names = "--organisation",
                paramLabel = "NAME",
                defaultValue = "Countermark test",
                description = "Named in the certificates (default: ${DEFAULT-VALUE})")
        private String organisation;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                defaultValue = "Countermark test signer",
                description = "Common name of the signer (default: ${DEFAULT-VALUE})")
        private String name;

        @Option(
                names = "--days",
                paramLabel = "N",
                defaultValue = "365",
                description = "The signing certificate's validity, 1 to 366 (default: ${DEFAULT-VALUE})")
        private int days;

        @Override
        public Integer call() {
            if (days < 1 || days > 366) {
                throw new ParameterException(spec.commandLine(), "--days is 1 to 366, not " + days);
            }
            Instant now = Instant.now();
            CertificateAuthority authority = CertificateAuthority.create(organisation, now);
            SigningCredential credential = authority.issue(name, organisation, now, Duration.ofDays(days));
            try {
                write(authority, credential);
            } catch (IOException e) {
                return Refusal.print(spec, output, e);
            }
            spec.commandLine().getOut().println("Wrote root.pem, chain.pem and key.pem into " + output);
            return 0;
        }

        private void write(CertificateAuthority authority, SigningCredential credential) throws IOException {
            Files.createDirectories(output);
            Path root = output.resolve("root.pem");
            Path chain = output.resolve("chain.pem");
            Path key = output.resolve("key.pem");
            for (Path file : List.of(root, chain, key)) {
                if (Files.exists(file)) {
                    throw new CommandException("already-exists", file + " is there already and is not replaced");
                }
            }
            DurableFile.writeSecret(
                    key,
                    PemText.of("PRIVATE KEY", credential.key().getEncoded()).getBytes(StandardCharsets.US_ASCII));
            DurableFile.write(chain, PemText.of(credential.chain()).getBytes(StandardCharsets.US_ASCII));
            DurableFile.write(root, PemText.of(List.of(authority.root())).getBytes(StandardCharsets.US_ASCII));
        }
    }
}
