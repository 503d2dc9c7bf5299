package io.countermark.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there, whatever became of the process. */
class DurabilityTest {

    private static final int LENGTH = 3000;
    private static final UUID TENANT = VaultTest.name(1).tenant();

    @TempDir
    Path temporary;

    @Test
    void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        Path folder = temporary.resolve("vault");
        Path key = temporary.resolve("root.key");
        List<UUID> acknowledged = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            Process child = new ProcessBuilder(java(folder, key, 16, LENGTH, 0))
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader said = child.inputReader()) {
                for (int i = 0; i < 40 + 17 * round; i++) {
                    acknowledged.add(UUID.fromString(said.readLine()));
                }
                // Not through the Process, which would close the output that still has to be read.
                ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
                // What stands in the pipe was acknowledged too; a last line may be cut.
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    if (line.length() == 36) {
                        acknowledged.add(UUID.fromString(line));
                    }
                }
            }
            child.waitFor();
            check(folder, key, acknowledged);
        }
    }

    private static void check(Path folder, Path key, List<UUID> acknowledged) throws IOException {
        try (Vault vault = Vault.open(folder, RootKey.open(key))) {
            for (UUID object : acknowledged) {
                assertArrayEquals(VaultChild.content(object, LENGTH), vault.get(new ObjectName(TENANT, object, 1)));
            }
            // A key whose object was never stored is all that a kill may leave.
            assertThat(vault.scrub(seen -> {}).findings())
                    .allMatch(finding -> finding.reason() == VaultException.Reason.UNUSED_KEY)
                    .hasSize(vault.removeUnusedKeys());
            assertEquals(List.of(), vault.scrub(seen -> {}).findings());
            try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    @Test
    void aFullDiskIsSaidAndLeavesNothingBehind() throws Exception {
        Path disk = Files.createDirectory(temporary.resolve("disk"));
        Path key = temporary.resolve("root.key");
        RootKey.openOrCreate(key);
        String command = "mount -t tmpfs -o size=1m none " + disk + " && "
                + String.join(" ", java(disk.resolve("vault"), key, 2, 100_000, 0)) + "; df --output=avail " + disk
                + " | tail -1; find " + disk + "/vault/tmp -type f | wc -l; find " + disk
                + "/vault/objects -type f | wc -l; find " + disk + "/vault/keys -path '*/data/*' -type f | wc -l";
        Process child = new ProcessBuilder("unshare", "--mount", "sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        List<String> said = child.inputReader().lines().toList();
        child.waitFor();
        assumeTrue(
                said.stream().anyMatch(line -> line.contains("-")),
                "skipped: no file system can be mounted here: " + said);
        long stored = said.stream().filter(line -> line.length() == 36).count();
        assertTrue(stored >= 5 && stored <= 10, said.toString());
        assertThat(said.stream().filter(line -> line.matches("[A-Z_]+"))).containsOnly("DISK_FULL");
        assertEquals("0", said.get(said.size() - 3).strip(), "temporary files");
        assertEquals(stored, Long.parseLong(said.get(said.size() - 2).strip()), "objects");
        assertEquals(stored, Long.parseLong(said.getLast().strip()), "data keys");
    }

    @Test
    void fileAndFolderAreFsyncedBeforeTheAnswer() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "skipped: strace is not installed");
        Path trace = temporary.resolve("trace");
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-y",
                "-qq",
                "-s",
                "60",
                "-o",
                trace.toString(),
                "-e",
                "trace=fsync,fdatasync,link,linkat,write"));
        command.addAll(java(temporary.resolve("vault"), temporary.resolve("root.key"), 1, LENGTH, 1));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = child.inputReader().lines().toList();
        assumeTrue(child.waitFor() == 0 && said.size() == 1, "skipped: strace may not trace here: " + said);
        String object = said.getFirst();
        List<String> calls = Files.readAllLines(trace);
        int linked = indexOf(calls, 0, "link", "/objects/", object + ".1");
        String temporaryName = calls.get(linked).replaceAll(".*?\"([^\"]*)\".*", "$1");
        int fileSynced = indexOf(calls, 0, "sync(", temporaryName);
        String folder = "vault/objects/" + TENANT + "/" + object.substring(34) + ">";
        int folderSynced = indexOf(calls, linked, "sync(", folder);
        int answered = indexOf(calls, 0, "write(1", object);
        assertTrue(fileSynced < linked, "the file is fsynced before it has its name");
        assertTrue(folderSynced < answered, "its folder is fsynced before the answer");
        int parentSynced = indexOf(calls, 0, "sync(", "vault/objects/" + TENANT + ">");
        assertTrue(parentSynced < answered, "the folder above is fsynced before the answer");
        int keyLinked = indexOf(calls, 0, "link", "/data/");
        int keyFolderSynced = indexOf(calls, keyLinked, "sync(", "/data/");
        assertTrue(keyFolderSynced < linked, "the key is durable before its object has a name");
    }

    private static int indexOf(List<String> calls, int from, String... parts) {
        for (int i = from; i < calls.size(); i++) {
            String call = calls.get(i);
            if (Stream.of(parts).allMatch(call::contains) && !call.contains("resumed")) {
                return i;
            }
        }
        throw new AssertionError("no call with " + String.join(" and ", parts) + " in\n" + String.join("\n", calls));
    }

    private static List<String> java(Path folder, Path key, int threads, int length, int count) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                location(Vault.class) + ":" + location(VaultChild.class),
                VaultChild.class.getName(),
                folder.toString(),
                key.toString(),
                Integer.toString(threads),
                Integer.toString(length),
                Integer.toString(count));
    }

    private static Path location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
