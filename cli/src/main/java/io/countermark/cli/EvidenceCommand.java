package io.countermark.cli;

import io.countermark.evidence.PackageIndex;
import io.countermark.evidence.PackageVerifier;
import io.countermark.evidence.Trust;
import io.countermark.evidence.Verification;
import io.countermark.evidence.Verification.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "evidence",
        header = "Make evidence packages, and verify them without any server",
        subcommands = {EvidenceCommand.Make.class, EvidenceCommand.Verify.class})
final class EvidenceCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "What should be done? 'countermark evidence make WORK... -o DIR' or 'countermark evidence verify PACKAGE.zip'");
    }

    @Command(
            name = "make",
            header = "Fetch evidence packages of works from a server",
            description = {
                "One ZIP a work: original, rendition, record of modifications, log proofs, time-stamps, a summary for a lawyer (PDF,",
                "English and Chinese) and an offline verifier. With --found a picture that was found somewhere is laid over the",
                "original and joined. JSON: file (the work's id), output, bytes."
            })
    static final class Make implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OutputOptions options;

        @Mixin
        private ServerOptions server;

        @Parameters(arity = "1..*", paramLabel = "WORK", description = "Ids of works")
        private List<UUID> works;

        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "DIR",
                description = "Folder for the packages, WORK.zip each")
        private Path output;

        @Option(
                names = "--found",
                paramLabel = "PHOTO",
                description = "A found picture to compare with the work; for one work at a time")
        private @Nullable Path found;

        @Option(names = "--without-original", description = "Leave the original out; its digests stand for it")
        private boolean withoutOriginal;

        @Override
        public Integer call() {
            if (found != null && works.size() > 1) {
                throw new ParameterException(spec.commandLine(), "--found is compared with one work; name one");
            }
            List<Path> names = works.stream().map(id -> Path.of(id.toString())).toList();
            try (CountermarkApi api = server.api()) {
                return new FileRun(spec.commandLine(), options).run(names, name -> make(name, api));
            }
        }

        private Outcome make(Path name, CountermarkApi api) throws IOException {
            String path = "/v1/works/" + name + "/evidence?original=" + !withoutOriginal;
            byte[] zip = found == null ? api.download(path) : api.uploadFor(path, found);
            Files.createDirectories(output);
            Path target = output.resolve(name + ".zip");
            DurableFile.write(target, zip);
            return Outcome.of(name.toString())
                    .with("output", target.toString())
                    .with("bytes", zip.length)
                    .done(name + ": saved as " + target + ", " + zip.length + " bytes");
        }
    }

    @Command(
            name = "verify",
            header = "Verify evidence packages with nothing but their bytes",
            description = {
                "Checks seal, every member, log proofs, co-signatures, time-stamps and Content Credentials, and names the first thing",
                "that is wrong. Without --key the package's own word is taken for who sealed it. JSON: file, valid, keyKnown, work,",
                "title, made, times [{checkpoint, time, authority}], wrong {question, subject, detail} or null, checks."
            })
    static final class Verify implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OutputOptions options;

        @Parameters(arity = "1..*", paramLabel = "PACKAGE", description = "Evidence packages (ZIP), or folders of them")
        private List<Path> packages;

        @Option(
                names = "--key",
                paramLabel = "VKEY",
                description = "The log's verifier key name+hash+base64, known from elsewhere, or a file with it")
        private @Nullable String key;

        @Option(
                names = "--tsa-anchors",
                paramLabel = "PEM",
                description =
                        "Root certificates of time-stamp authorities who are trusted, in place of the package's; may be repeated")
        private List<Path> timeRoots = List.of();

        @Override
        public Integer call() {
            Trust trust = new Trust(key(), OptionValues.certificates(spec, "--tsa-anchors", timeRoots));
            return new FileRun(spec.commandLine(), options).run(packages, file -> verify(file, trust));
        }

        private @Nullable String key() {
            if (key == null) {
                return null;
            }
            Path file = Path.of(key);
            return (Files.isRegularFile(file) ? OptionValues.text(spec, "--key", file) : key).strip();
        }

        private static Outcome verify(Path file, Trust trust) throws IOException {
            if (Files.size(file) > PackageVerifier.MOST_BYTES) {
                throw new CommandException("too-many-bytes", file + " is too large for an evidence package");
            }
            Verification verification = PackageVerifier.verify(Files.readAllBytes(file), trust);
            PackageIndex index = verification.index();
            Check wrong = verification.firstFailure().orElse(null);
            Outcome.Fields fields = Outcome.of(file.toString())
                    .with("valid", verification.valid())
                    .with("keyKnown", verification.pinned())
                    .with("work", index == null ? null : index.work().id().toString())
                    .with("title", index == null ? null : index.work().title())
                    .with("made", index == null ? null : index.made().toString())
                    .with(
                            "times",
                            verification.times().stream().map(Verify::time).toList())
                    .with("wrong", wrong == null ? null : check(wrong))
                    .with(
                            "checks",
                            verification.checks().stream().map(Verify::check).toList());
            return wrong == null
                    ? fields.done(text(file, verification))
                    : fields.failed(file + ": not as it was sealed: "
                            + wrong.question().code() + ", " + wrong.subject() + ": " + wrong.detail());
        }

        private static String text(Path file, Verification verification) {
            StringBuilder text = new StringBuilder(file + ": whole, "
                    + (verification.pinned()
                            ? "and sealed by the key that you know"
                            : "sealed by the key that it names itself (give --key to be sure whose it is)"));
            for (Verification.Time time : verification.times()) {
                text.append(String.format("%n    there by %s, says %s", time.time(), time.authority()));
            }
            return text.toString();
        }

        private static Map<String, Object> time(Verification.Time time) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("checkpoint", time.checkpoint());
            fields.put("time", time.time().toString());
            fields.put("authority", time.authority());
            return fields;
        }

        private static Map<String, Object> check(Check check) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("question", check.question().code());
            fields.put("subject", check.subject());
            fields.put("holds", check.holds());
            fields.put("detail", check.detail());
            return fields;
        }
    }
}
