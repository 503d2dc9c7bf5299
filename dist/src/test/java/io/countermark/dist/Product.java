package io.countermark.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the build put what the tests run. */
final class Product {

    private Product() {}

    /** The checkout. */
    static Path root() {
        return Path.of(System.getProperty("countermark.root"));
    }

    /** {@code java -cp .. io.countermark.cli.Main}, with the options that the launcher gives, without its AOT cache. */
    static List<String> command(String... arguments) {
        Path jar = root().resolve("dist/target/countermark/countermark.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing; run the package phase of 'dist' first");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + root().resolve("dist/src/main/launcher/jvm.options"));
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** The folder with photos for tests that is not part of the checkout; it may be absent. */
    static Path shared() {
        String given = System.getenv("COUNTERMARK_SHARED");
        return given != null ? Path.of(given) : root().resolveSibling("shared");
    }
}
