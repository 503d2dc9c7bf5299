package io.countermark.cli;

import io.countermark.watermark.MarkKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "key", header = "Make keys for marks", subcommands = KeyCommand.New.class)
final class KeyCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What should be done? 'countermark key new -o FILE'");
    }

    @Command(
            name = "new",
            header = "Make a new mark key",
            description = {
                "Writes 32 random bytes as 64 hexadecimal digits, readable by you alone (mode 0600).",
                "Keep the file: marks made with it can be read with nothing else. An existing file is never replaced."
            })
    static final class New implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "FILE",
                description = "Where to write it")
        private Path output;

        @Override
        public Integer call() {
            try {
                MarkKeyFile.create(output, MarkKey.generate(new SecureRandom()));
            } catch (IOException e) {
                return Refusal.print(spec, output, e);
            }
            spec.commandLine().getOut().println("Wrote " + output);
            return 0;
        }
    }
}
