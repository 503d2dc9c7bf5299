package io.countermark.cli;

import io.countermark.watermark.MarkKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A mark key in a file: 64 hexadecimal digits (32 bytes), then optional white space; ASCII. Written with mode 0600.
 */
final class MarkKeyFile {

    private static final int DIGITS = 2 * MarkKey.LENGTH;
    private static final int MAX_BYTES = 1024;

    private MarkKeyFile() {}

    /** Never replaces a file: a lost key makes its marks unreadable. */
    static void create(Path file, MarkKey key) throws IOException {
        if (Files.exists(file)) {
            throw new CommandException("already-exists", file + " is there already and is not replaced");
        }
        String text = HexFormat.of().formatHex(key.toByteArray()) + "\n";
        DurableFile.writeSecret(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    static MarkKey read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw bad(file, "it is too long");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (text.length() != DIGITS) {
            throw bad(file, "it has " + text.length() + " characters");
        }
        try {
            return MarkKey.of(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException e) {
            throw bad(file, "it has other characters");
        }
    }

    private static CommandException bad(Path file, String why) {
        return new CommandException(
                "bad-key",
                file + " is not a mark key of " + DIGITS + " hexadecimal digits: " + why
                        + ". 'countermark key new -o FILE' makes one");
    }
}
