package io.countermark.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code kill -9} can't show, because the page cache outlives a process: before the answer 201 the file was fsynced, got its name,
 * its folder was fsynced, and then PostgreSQL had its commit on the disk. Read from the system calls of server and database; skipped
 * where strace is missing or may not attach.
 */
class DurableOrderIT {

    private static final String CALLS = "trace=fsync,fdatasync,link,linkat,write,writev,sendto,sendmsg,recvfrom";

    @TempDir
    Path folder;

    /** A system call of one thread, with the places in the trace where it began and where it had ended. */
    private record Call(String thread, String text, int begun, int ended) {

        boolean has(String... parts) {
            for (String part : parts) {
                if (!text.contains(part)) {
                    return false;
                }
            }
            return true;
        }
    }

    @Test
    void everythingIsOnTheDiskBeforeTheAnswer() throws Exception {
        OutsideTool.assumeProgram("strace");
        Path trace = folder.resolve("trace");
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"))) {
            ApiClient client = new ApiClient(server.address())
                    .setUpOwner(server.setUpLink(), "olga@example.com", "correct horse battery staple 9");
            ApiClient.require(client.upload("/v1/assets", "first.jpg", MadePictures.jpeg(1, 640, 480)), 201);
            Process strace = attach(server, trace);
            try {
                ApiClient.require(client.upload("/v1/assets", "second.jpg", MadePictures.jpeg(2, 640, 480)), 201);
            } finally {
                strace.destroy(); // It detaches.
                strace.waitFor();
            }
            check(calls(Files.readAllLines(trace)));
        }
    }

    private static Process attach(ServerProcess server, Path trace) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("strace", "-f", "-y", "-s", "120", "-e", CALLS, "-o", trace.toString()));
        command.addAll(List.of("-p", Long.toString(server.pid())));
        ProcessHandle postgres = server.postgres().orElseThrow();
        command.addAll(List.of("-p", Long.toString(postgres.pid())));
        postgres.descendants().forEach(each -> command.addAll(List.of("-p", Long.toString(each.pid()))));
        Path said = trace.resolveSibling("strace-said");
        Process strace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        long attached = command.stream().filter("-p"::equals).count();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !strace.isAlive()
                        || Files.readAllLines(said).stream()
                                        .filter(line -> line.contains("attached"))
                                        .count()
                                >= attached);
        Assumptions.assumeTrue(strace.isAlive(), () -> "Skipped: strace may not attach here, see " + said);
        return strace;
    }

    /** Of one upload: each step ended before the next began. */
    private static void check(List<Call> calls) {
        Call answer = first(calls, 0, call -> call.has("HTTP/1.1 201"));
        Call named = first(calls, 0, call -> call.has("link", "/vault/tmp/", "/vault/objects/"));
        Matcher names = Pattern.compile("\"([^\"]*/vault/tmp/[^\"]*)\".*\"([^\"]*/vault/objects/[^\"]*)\"")
                .matcher(named.text());
        assertThat(names.find()).as(named.text()).isTrue();
        Call synced =
                first(calls, 0, call -> call.has("fsync(", names.group(1)) || call.has("fdatasync(", names.group(1)));
        assertThat(synced.ended())
                .as("the file is fsynced before it has its name")
                .isLessThan(named.begun());
        String parent = Path.of(names.group(2)).getParent() + ">";
        Call folderSynced = first(calls, named.ended(), call -> call.has("fsync(", parent));
        Call inserted = first(calls, folderSynced.ended(), call -> call.has("recvfrom(", "insert into asset"));
        Predicate<Call> sameBackend = call -> call.thread().equals(inserted.thread());
        Call flushed = first(calls, inserted.ended(), sameBackend.and(call -> call.has("sync(", "/pg_wal/")));
        Call committed = first(calls, flushed.ended(), sameBackend.and(call -> call.has("sendto(", "COMMIT")));
        assertThat(committed.begun())
                .as("PostgreSQL has its commit on the disk before the answer")
                .isLessThan(answer.begun());
    }

    private static Call first(List<Call> calls, int from, Predicate<Call> wanted) {
        return calls.stream()
                .filter(call -> call.begun() >= from && wanted.test(call))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No such call from line " + from + " in\n"
                        + String.join("\n", calls.stream().map(Call::toString).toList())));
    }

    /** Calls that another thread's line cut in two are put together again; only those that succeeded. */
    private static List<Call> calls(List<String> lines) {
        Pattern line = Pattern.compile("(\\d+)\\s+(.*)");
        Map<String, Call> begun = new HashMap<>();
        List<Call> calls = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            Matcher parts = line.matcher(lines.get(at));
            if (!parts.matches()) {
                continue;
            }
            String thread = parts.group(1);
            String text = parts.group(2);
            if (text.endsWith("<unfinished ...>")) {
                begun.put(thread, new Call(thread, text, at, at));
                continue;
            }
            Call earlier = text.startsWith("<...") ? begun.remove(thread) : null;
            Call call = earlier == null
                    ? new Call(thread, text, at, at)
                    : new Call(thread, earlier.text() + text, earlier.begun(), at);
            if (!call.text().contains("= -1 ")) {
                calls.add(call);
            }
        }
        calls.sort(Comparator.comparingInt(Call::begun));
        return calls;
    }
}
