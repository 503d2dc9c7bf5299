package io.countermark.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lists the commands under headings, in the order in which somebody new needs them. */
final class CommandGroups implements IHelpSectionRenderer {

    static final String SECTION = UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

    /** Every command stands in exactly one group; a test holds this list against the command line. */
    static final List<Group> GROUPS = List.of(
            new Group("Run a server", List.of("serve", "fsck", "backup", "restore", "drill", "witness", "monitor")),
            new Group("Protect and check, with a server", List.of("login", "protect", "check")),
            new Group(
                    "Files, without a server",
                    List.of("mark", "read-mark", "compare", "fingerprint", "index", "sign", "verify", "metadata")),
            new Group("Keys, certificates, proofs", List.of("key", "cert", "ca", "log", "evidence")),
            new Group("Measure", List.of("bench")));

    /** A heading with the names of its commands. */
    record Group(String heading, List<String> commands) {}

    @Override
    public String render(Help help) {
        int width = help.subcommands().keySet().stream()
                        .mapToInt(String::length)
                        .max()
                        .orElse(0)
                + 4;
        StringBuilder text = new StringBuilder();
        for (Group group : GROUPS) {
            text.append(String.format("%n"))
                    .append(help.colorScheme().text("@|bold " + group.heading() + "|@"))
                    .append(String.format("%n"));
            text.append(table(help, group, width));
        }
        return text.toString();
    }

    private static String table(Help help, Group group, int nameWidth) {
        int total = help.commandSpec().usageMessage().width();
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Column(nameWidth, 2, Column.Overflow.SPAN),
                new Column(total - nameWidth, 2, Column.Overflow.WRAP));
        List<String> unknown = new ArrayList<>();
        for (String name : group.commands()) {
            Help command = help.subcommands().get(name);
            if (command == null) {
                unknown.add(name);
            } else {
                String[] header = command.commandSpec().usageMessage().header();
                table.addRowValues(
                        help.colorScheme().commandText(name), help.colorScheme().text(header[0]));
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("In a group but not a command: " + unknown);
        }
        return table.toString();
    }
}
