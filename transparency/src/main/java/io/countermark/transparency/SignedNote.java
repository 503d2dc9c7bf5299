package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text with signature lines (c2sp.org/signed-note).
 *
 * @param text       what is signed, ends in a newline
 * @param signatures in the order of their lines
 */
public record SignedNote(String text, List<Signature> signatures) {

    private static final int MOST_SIGNATURES = 64;

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * @param name  of the key
     * @param keyId 32 bits
     * @param bytes as the algorithm makes them
     */
    public record Signature(String name, int keyId, byte[] bytes) {

        /** {@code — name base64}, ends in a newline. */
        public String line() {
            byte[] all = new byte[4 + bytes.length];
            ByteBuffer.wrap(all).putInt(keyId).put(bytes);
            return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(all) + "\n";
        }
    }

    /** @throws LogException CORRUPT when it is not a note in its one right spelling */
    public static SignedNote parse(String note) {
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n") || note.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw malformed("no blank line, no newline at the end, or a control character");
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : note.substring(split + 2).split("\n", -1)) {
            if (!line.isEmpty()) {
                signatures.add(signature(line));
            }
        }
        SignedNote parsed = new SignedNote(note.substring(0, split + 1), signatures);
        if (signatures.isEmpty()
                || signatures.size() > MOST_SIGNATURES
                || !parsed.note().equals(note)) {
            throw malformed("no signature, too many, or stray lines");
        }
        return parsed;
    }

    /** The whole note. */
    public String note() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }

    /** The same text with one more signature. */
    public SignedNote with(Signature signature) {
        List<Signature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new SignedNote(text, more);
    }

    static Signature signature(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith("\u2014 ") || space < 3) {
            throw malformed("a signature line does not begin with a dash and a name");
        }
        try {
            byte[] all = Base64.getDecoder().decode(line.substring(space + 1));
            if (all.length > 4) {
                int keyId = ByteBuffer.wrap(all).getInt();
                return new Signature(line.substring(2, space), keyId, Arrays.copyOfRange(all, 4, all.length));
            }
        } catch (IllegalArgumentException e) {
            throw new LogException(Reason.CORRUPT, "note: a signature is not base64", e);
        }
        throw malformed("a signature is too short");
    }

    private static LogException malformed(String what) {
        return new LogException(Reason.CORRUPT, "note: " + what);
    }
}
