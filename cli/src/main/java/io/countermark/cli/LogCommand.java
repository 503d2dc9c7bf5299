package io.countermark.cli;

import io.countermark.transparency.LogVerifier;
import io.countermark.transparency.LogVerifier.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "log", header = "Check transparency logs and proofs", subcommands = LogCommand.Verify.class)
final class LogCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "What should be done? 'countermark log verify DIR|PROOF... --key VKEY'");
    }

    @Command(
            name = "verify",
            header = "Check logs or proofs with nothing but the log's verifier key",
            description = {
                "A folder is recomputed as a whole: signature, every tile, every entry. A proof file is checked for the entry",
                "given with --entry. JSON: file, valid, origin, size, rootHash (base64), index (of a proof's entry, else null)."
            })
    static final class Verify implements Callable<Integer> {

        private static final long MAX_PROOF_BYTES = 1L << 20;

        @Spec
        private CommandSpec spec;

        @Mixin
        private OutputOptions options;

        @Parameters(arity = "1..*", paramLabel = "DIR|PROOF", description = "Folders of logs, or proof files")
        private List<Path> targets;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "VKEY",
                description = "Verifier key name+hash+base64, or a file with it")
        private String key;

        @Option(
                names = "--entry",
                paramLabel = "FILE",
                description = "The entry that a proof is about, its exact bytes")
        private @Nullable Path entry;

        @Override
        public Integer call() throws IOException {
            String verifierKey = verifierKey();
            if (entry == null && targets.stream().anyMatch(target -> !Files.isDirectory(target))) {
                throw new ParameterException(
                        spec.commandLine(), "A proof is about an entry: name it with --entry FILE");
            }
            FileRun run = new FileRun(spec.commandLine(), options);
            Progress progress = new Progress(spec.commandLine().getErr(), options.quiet(), targets.size());
            List<Outcome> failed = new ArrayList<>();
            for (Path target : targets) {
                progress.begin(target.toString());
                Outcome outcome = FileRun.outcome(target, t -> verify(t, verifierKey));
                progress.end();
                run.print(outcome);
                if (outcome.failed()) {
                    failed.add(outcome);
                }
            }
            return failed.isEmpty() ? 0 : 1;
        }

        private String verifierKey() {
            // A verifier key always has a plus sign and a base64 part that no sane file name ends with.
            Path file = Path.of(key);
            return Files.isRegularFile(file)
                    ? OptionValues.text(spec, "--key", file).strip()
                    : key;
        }

        private Outcome verify(Path target, String verifierKey) throws IOException {
            Verified verified = Files.isDirectory(target)
                    ? LogVerifier.verifyFolder(target, verifierKey)
                    : LogVerifier.verifyProof(entryBytes(), proof(target), verifierKey);
            boolean folder = verified.index() < 0;
            return Outcome.of(target.toString())
                    .with("valid", true)
                    .with("origin", verified.origin())
                    .with("size", verified.size())
                    .with("rootHash", Base64.getEncoder().encodeToString(verified.rootHash()))
                    .with("index", folder ? null : verified.index())
                    .done(
                            folder
                                    ? target + ": intact, " + verified.size() + " entries of " + verified.origin()
                                    : target + ": the entry is number " + verified.index() + " of " + verified.size()
                                            + " in " + verified.origin());
        }

        private byte[] entryBytes() throws IOException {
            return Files.readAllBytes(Objects.requireNonNull(entry, "checked before the run"));
        }

        private static String proof(Path file) throws IOException {
            if (Files.size(file) > MAX_PROOF_BYTES) {
                throw new CommandException("too-many-bytes", file + " is too large for a proof");
            }
            // Signature lines of a signed note begin with an em dash.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        }
    }
}
