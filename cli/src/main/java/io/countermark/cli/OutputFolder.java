package io.countermark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The folder of {@code -o}: takes results under the name of their input, never over an input, never two under one name. */
final class OutputFolder {

    private final Path folder;
    private final Map<Path, Path> written = new HashMap<>();

    OutputFolder(Path folder) {
        this.folder = folder;
    }

    /** Where {@code input}'s result is to lie; with {@code extension} instead of its own one unless that is empty. */
    Path target(Path input, String extension) throws IOException {
        Files.createDirectories(folder);
        String name = input.getFileName().toString();
        if (!extension.isEmpty()) {
            int dot = name.lastIndexOf('.');
            name = (dot > 0 ? name.substring(0, dot) : name) + "." + extension;
        }
        Path target = folder.resolve(name);
        if (Files.exists(target) && Files.isSameFile(target, input)) {
            throw new CommandException(
                    "would-overwrite-input", "The output would replace its input; name another folder with -o");
        }
        Path other = written.putIfAbsent(target, input);
        if (other != null && !other.equals(input)) {
            throw new CommandException(
                    "same-name", other + " has the same file name and was written to " + target + " in this run");
        }
        return target;
    }
}
