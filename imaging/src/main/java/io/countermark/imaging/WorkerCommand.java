package io.countermark.imaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The command line of a worker process: this Java, this class path, tight bounds. */
final class WorkerCommand {

    private static final Path SHELL = Path.of("/bin/sh");

    /** Where the native libraries lie once they are unpacked must be the same place, or they are unpacked again. */
    private static final List<String> HANDED_ON =
            List.of("java.io.tmpdir", "user.home", "org.bytedeco.javacpp.cachedir", "org.bytedeco.javacpp.pathsFirst");

    private WorkerCommand() {}

    static List<String> of(DecodeWorker.Bounds bounds) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SHELL)) {
            // The limit is on private writable memory, which is what a decoder asks for; address space would count
            // everything Java merely reserves. A shell that knows no such limit leaves the heap's.
            command.addAll(List.of(
                    SHELL.toString(),
                    "-c",
                    "ulimit -d " + bounds.maxData() / 1024 + " 2>/dev/null; ulimit -c 0 2>/dev/null; exec \"$@\"",
                    "decode-worker"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + bounds.maxHeap());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:ErrorFile=/dev/null",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                // The bound on memory is the operating system's; JavaCPP's own, four times the heap, would come first.
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-Dorg.bytedeco.javacpp.maxbytes=0"));
        for (String property : HANDED_ON) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(mainClass());
        return command;
    }

    /** In a jar of jars the class can only be reached through the loader that such a jar carries. */
    private static List<String> mainClass() {
        String classPath = System.getProperty("java.class.path");
        String source = Objects.requireNonNull(
                        DecodeWorkerMain.class.getProtectionDomain().getCodeSource())
                .getLocation()
                .toString();
        String main = DecodeWorkerMain.class.getName();
        return source.startsWith("jar:nested:")
                ? List.of(
                        "-Dloader.main=" + main,
                        "-cp",
                        classPath,
                        "org.springframework.boot.loader.launch.PropertiesLauncher")
                : List.of("-cp", classPath, main);
    }
}
