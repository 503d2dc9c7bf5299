package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A self-contained proof that an entry is in a log (c2sp.org/tlog-proof@v1).
 *
 * @param index      of the entry
 * @param path       from the leaf's sibling up, 32 bytes each
 * @param checkpoint the signed note
 */
public record TlogProof(long index, List<byte[]> path, String checkpoint) {

    private static final String MAGIC = "c2sp.org/tlog-proof@v1";

    public TlogProof {
        path = List.copyOf(path);
    }

    /** The text of a {@code .tlog-proof} file. */
    public String text() {
        StringBuilder text = new StringBuilder(MAGIC + "\nindex " + index + "\n");
        path.forEach(
                hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /** @throws LogException BAD_PROOF when it is not such a text in its one right spelling; a line of extra data is left out */
    public static TlogProof parse(String text) {
        int split = text.indexOf("\n\n");
        List<String> lines =
                new ArrayList<>(text.substring(0, Math.max(0, split)).lines().toList());
        if (lines.size() > 1 && lines.get(1).startsWith("extra ")) {
            lines.remove(1);
        }
        if (lines.size() < 2 || !lines.get(0).equals(MAGIC) || !lines.get(1).matches("index (0|[1-9][0-9]{0,17})")) {
            throw new LogException(Reason.BAD_PROOF, "Proof: does not begin with " + MAGIC + " and an index");
        }
        List<byte[]> path = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            path.add(hash(line));
        }
        return new TlogProof(Long.parseLong(lines.get(1).substring(6)), path, text.substring(split + 2));
    }

    private static byte[] hash(String line) {
        try {
            byte[] hash = Base64.getDecoder().decode(line);
            if (hash.length == Hasher.LENGTH
                    && Base64.getEncoder().encodeToString(hash).equals(line)) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            throw new LogException(Reason.BAD_PROOF, "Proof: a hash is not base64", e);
        }
        throw new LogException(Reason.BAD_PROOF, "Proof: a hash is not 32 bytes in base64");
    }
}
