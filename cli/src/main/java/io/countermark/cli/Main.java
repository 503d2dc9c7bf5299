package io.countermark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Entry of the one jar. */
public final class Main {

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine(List.of(args)).execute(args));
    }

    /** All commands by name. */
    static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", ServeCommand::new);
        commands.put("fsck", FsckCommand::new);
        commands.put("backup", BackupCommand::new);
        commands.put("restore", RestoreCommand::new);
        commands.put("drill", DrillCommand::new);
        commands.put("witness", WitnessCommand::new);
        commands.put("monitor", MonitorCommand::new);
        commands.put("login", LoginCommand::new);
        commands.put("protect", ProtectCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("mark", MarkCommand::new);
        commands.put("read-mark", ReadMarkCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("fingerprint", FingerprintCommand::new);
        commands.put("index", IndexCommand::new);
        commands.put("sign", SignCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("metadata", MetadataCommand::new);
        commands.put("key", KeyCommand::new);
        commands.put("cert", CertCommand::new);
        commands.put("ca", CaCommand::new);
        commands.put("log", LogCommand::new);
        commands.put("evidence", EvidenceCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("rehearse", RehearseCommand::new);
        return commands;
    }

    /**
     * The command line for these arguments. Reading the annotations of all commands takes longer than most commands run, so when the
     * first argument names one, only that one is there. UTF-8 on both streams whatever the locale.
     */
    static CommandLine commandLine(List<String> arguments) {
        CommandLine line = new CommandLine(new CountermarkCommand());
        Map<String, Supplier<Object>> commands = commands();
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        if (commands.containsKey(first)) {
            add(line, first, commands.get(first).get());
        } else if (!first.equals("--version") && !first.equals("-V")) {
            commands.forEach((name, command) -> add(line, name, command.get()));
        }
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::wrongUse);
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
        layOut(line);
        line.getHelpSectionMap().put(CommandGroups.SECTION, new CommandGroups());
        return line;
    }

    private static void add(CommandLine line, String name, Object command) {
        if (command instanceof BenchCommand bench) {
            BenchCommand.addTo(line, name, bench);
        } else {
            line.addSubcommand(name, command);
        }
    }

    private static int wrongUse(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("countermark: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return WRONG_USE;
    }

    private static int failed(Exception e, CommandLine command) {
        PrintWriter err = command.getErr();
        if (e instanceof IOException io) {
            err.println("countermark: " + Failure.of(io).message());
        } else if (e instanceof RuntimeException unchecked) {
            Failure failure = Failure.of(unchecked);
            err.println("countermark: " + failure.message());
            if (failure.isBug()) {
                unchecked.printStackTrace(err);
            }
        } else {
            e.printStackTrace(err);
        }
        err.flush();
        return FAILED;
    }

    /** Air between the parts of a help page, and descriptions flowed to its width. */
    private static void layOut(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.synopsisHeading("%nUsage: ");
        usage.parameterListHeading("%n");
        if (usage.description().length > 0) {
            usage.descriptionHeading("%n");
            usage.description(String.join(" ", usage.description()));
        }
        line.getSubcommands().values().forEach(Main::layOut);
    }
}
