package io.countermark.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * API keys by server: UTF-8 text, one line each, the server's address, a blank, the key. Mode 0600; it is not read when others may.
 */
final class CredentialFile {

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;

    CredentialFile(Path file) {
        this.file = file;
    }

    /** {@code $XDG_CONFIG_HOME/countermark/credentials}, by default in {@code ~/.config}. */
    static CredentialFile ofUser(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        Path folder = !config.isEmpty()
                ? Path.of(config)
                : Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".config");
        return new CredentialFile(folder.resolve("countermark").resolve("credentials"));
    }

    Path path() {
        return file;
    }

    Optional<String> key(URI server) throws IOException {
        return Optional.ofNullable(all().get(server.toString()));
    }

    /** Adds or replaces a server's key. */
    void put(URI server, String key) throws IOException {
        Map<String, String> keys = all();
        keys.put(server.toString(), key);
        String text = keys.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        Files.createDirectories(file.toAbsolutePath().getParent());
        DurableFile.writeSecret(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> all() throws IOException {
        Map<String, String> keys = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return keys;
        }
        if (Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new CommandException(
                    "open-to-others", file + " can be read by others; run: chmod 600 " + file + ", and make new keys");
        }
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                keys.put(line.substring(0, blank), line.substring(blank + 1).strip());
            }
        }
        return keys;
    }
}
