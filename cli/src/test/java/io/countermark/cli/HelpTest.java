package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {

    @Test
    void everyVisibleCommandStandsInExactlyOneGroup() {
        List<String> grouped = CommandGroups.GROUPS.stream()
                .flatMap(group -> group.commands().stream())
                .toList();
        assertThat(grouped).doesNotHaveDuplicates();
        TreeSet<String> visible = new TreeSet<>(Main.commands().keySet());
        visible.remove("rehearse");
        assertEquals(visible, new TreeSet<>(grouped));
    }

    @Test
    void helpListsTheCommandsWithTheirHeadings() {
        CommandRun help = CommandRun.of("--help");
        assertEquals(0, help.code());
        assertThat(help.out()).contains("Run a server", "Files, without a server", "serve", "read-mark", "First steps");
        assertThat(help.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    static TreeSet<String> commands() {
        return new TreeSet<>(Main.commands().keySet());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        CommandRun help = CommandRun.of(command, "--help");
        assertEquals(0, help.code());
        assertThat(help.out()).contains("Usage: countermark " + command);
        assertEquals("", help.err());
    }

    @Test
    void versionIsTheBuilds() {
        CommandRun version = CommandRun.of("--version");
        assertEquals(0, version.code());
        assertThat(version.out()).matches("(?s)countermark \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void anUnknownCommandIsWrongUseAndOneLikeItIsNamed() {
        CommandRun run = CommandRun.of("veriffy", "a.jpg");
        assertEquals(2, run.code());
        assertThat(run.err()).contains("Did you mean", "verify", "Try 'countermark --help'.");
    }

    @Test
    void withoutACommandItIsWrongUse() {
        assertEquals(2, CommandRun.of().code());
    }

    @Test
    void aMissingOptionIsNamed() {
        CommandRun run = CommandRun.of("mark", "a.jpg");
        assertEquals(2, run.code());
        assertThat(run.err()).contains("--output");
        CommandRun noMark = CommandRun.of("mark", "a.jpg", "-o", "out");
        assertEquals(2, noMark.code());
        assertThat(noMark.err()).contains("--id", "--key", "--text", "--logo");
        CommandRun noKey = CommandRun.of("mark", "a.jpg", "-o", "out", "--id", "1");
        assertEquals(2, noKey.code());
        assertThat(noKey.err()).contains("--key");
    }
}
