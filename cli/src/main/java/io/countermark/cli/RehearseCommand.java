package io.countermark.cli;

import io.countermark.app.CountermarkServer;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The training run of the launcher's AOT cache: does once, in one process, what users do, on a picture drawn here. It ends with 1 when
 * a step fails, and so is a smoke test of the packaged product as well.
 */
@Command(name = "rehearse", hidden = true, header = "Train the AOT cache of the launcher")
final class RehearseCommand implements Callable<Integer> {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 900;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}")
    private What what;

    /** One cache each: a class in a cache costs time at every start, so commands do not carry the server's. */
    enum What {
        COMMANDS,
        SERVER
    }

    @Override
    public Integer call() throws IOException {
        return switch (what) {
            case COMMANDS -> commands();
            case SERVER -> {
                CountermarkServer.rehearse();
                yield 0;
            }
        };
    }

    private int commands() throws IOException {
        Path folder = Files.createTempDirectory("countermark-rehearsal");
        try {
            int failed = 0;
            draw(folder.resolve("picture.jpg"));
            for (List<String> arguments : steps(folder)) {
                failed += step(arguments);
            }
            return failed == 0 ? 0 : 1;
        } finally {
            remove(folder);
        }
    }

    private static List<List<String>> steps(Path folder) {
        String picture = folder.resolve("picture.jpg").toString();
        String key = folder.resolve("mark.key").toString();
        String certificates = folder.resolve("cert").toString();
        String marked = folder.resolve("marked").toString();
        String signed = folder.resolve("signed").toString();
        return List.of(
                List.of("--help"),
                List.of("--version"),
                List.of("key", "new", "-o", key),
                List.of("cert", "new", "-o", certificates),
                List.of("mark", picture, "--id", "c0ffee", "--key", key, "-o", marked, "--json"),
                List.of("read-mark", marked + "/picture.jpg", "--key", key),
                List.of("read-mark", marked + "/picture.jpg", "--key", key, "--original", picture, "--json"),
                List.of(
                        "compare",
                        picture,
                        marked + "/picture.jpg",
                        "--overlay",
                        folder.resolve("overlay.png").toString()),
                List.of("fingerprint", picture, "--json"),
                List.of(
                        "sign",
                        marked + "/picture.jpg",
                        "--cert",
                        certificates + "/chain.pem",
                        "--key",
                        certificates + "/key.pem",
                        "-o",
                        signed),
                List.of("verify", signed + "/picture.jpg", "--anchors", certificates + "/root.pem"),
                List.of("verify", signed + "/picture.jpg", "--json"));
    }

    private int step(List<String> arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = Main.commandLine(arguments);
        line.setOut(new PrintWriter(said));
        line.setErr(new PrintWriter(said));
        int code = line.execute(arguments.toArray(String[]::new));
        if (code != 0) {
            spec.commandLine().getErr().println(String.join(" ", arguments) + " ended with " + code + ":\n" + said);
            return 1;
        }
        return 0;
    }

    /** Waves of several lengths and a grid: something to hold a mark, and corners to register by. */
    private static void draw(Path file) throws IOException {
        byte[] samples = new byte[WIDTH * HEIGHT * 3];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double wave = 40 * Math.sin(x / 9.0 + y / 31.0)
                        + 30 * Math.cos(y / 7.0 - x / 53.0)
                        + 20 * Math.sin(x * y / 997.0);
                int grid = (x / 75 * 31 + y / 60 * 17) % 60;
                int at = (y * WIDTH + x) * 3;
                samples[at] = (byte) (90 + wave + grid);
                samples[at + 1] = (byte) (110 + wave / 2 + grid);
                samples[at + 2] = (byte) (100 + wave - grid / 2.0);
            }
        }
        try (Picture picture = Picture.of(WIDTH, HEIGHT, PixelFormat.BGR8, samples)) {
            DurableFile.write(
                    file,
                    ImageEncoder.encode(picture, new ImageEncoder.Jpeg(92, ImageEncoder.Subsampling.S420, false)));
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
