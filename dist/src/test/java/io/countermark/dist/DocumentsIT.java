package io.countermark.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documents say is true: blocks that begin with {@code sh runnable} run, one after the other, in a folder with a
 * {@code photo.jpg} and a {@code countermark} on the path; links to files of the checkout lead somewhere.
 */
class DocumentsIT {

    private static final Pattern RUNNABLE = Pattern.compile("(?ms)^```sh runnable\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");

    @TempDir
    Path folder;

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Product.root());
                Stream<Path> docs = Files.walk(Product.root().resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void blocksMarkedAsRunnableRun() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        String words = Product.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Path command = Files.writeString(bin.resolve("countermark"), "#!/bin/sh\nexec " + words + " \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        int run = 0;
        for (Path document : documents()) {
            Matcher block = RUNNABLE.matcher(Files.readString(document));
            while (block.find()) {
                Path place = Files.createTempDirectory(folder, "block");
                photo(place.resolve("photo.jpg"));
                run(document, block.group(1), place, bin);
                run++;
            }
        }
        assertThat(run).as("runnable blocks").isPositive();
    }

    private static void run(Path document, String block, Path place, Path bin) throws Exception {
        Path log = place.resolve("block.log");
        ProcessBuilder builder = new ProcessBuilder("sh", "-eu", "-c", block)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(log, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), document + ":\n" + block + "\n" + said);
    }

    /** Overlapping shapes: texture enough for a mark. */
    private static void photo(Path file) throws IOException {
        Random random = new Random(7);
        BufferedImage image = new BufferedImage(1200, 900, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        for (int i = 0; i < 900; i++) {
            pen.setColor(new Color(40 + random.nextInt(180), 40 + random.nextInt(180), 40 + random.nextInt(180)));
            pen.fillOval(
                    random.nextInt(1200) - 40,
                    random.nextInt(900) - 40,
                    10 + random.nextInt(90),
                    10 + random.nextInt(90));
        }
        pen.dispose();
        ImageIO.write(image, "jpg", file.toFile());
    }

    @Test
    void linksIntoTheCheckoutLeadSomewhere() throws IOException {
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !target.startsWith("mailto:")) {
                    assertThat(document.resolveSibling(target))
                            .as("link in " + document)
                            .exists();
                }
            }
        }
    }
}
