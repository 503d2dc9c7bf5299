package io.countermark.evidence;

import io.countermark.evidence.PackageException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of contents of a package, for programs: {@code index.json}. Digests and hashes are 64 lower-case hexadecimal digits, times
 * are UTC in ISO 8601.
 *
 * @param format      always {@code countermark-evidence}
 * @param version     1
 * @param made        when the package was made
 * @param maker       the program that made it
 * @param logKey      verifier key of the log, {@code name+hash+base64} (c2sp.org/signed-note); it seals the package too
 * @param work        what it is about
 * @param members     every file of the package but {@code index.json} and {@code SEAL}, in the order in which they stand in it
 * @param statements  what the log says about the work, oldest first
 * @param checkpoints signed states of the log under which the proofs stand
 */
public record PackageIndex(
        String format,
        int version,
        Instant made,
        String maker,
        String logKey,
        WorkFacts work,
        List<Member> members,
        List<StatementFacts> statements,
        List<CheckpointFacts> checkpoints) {

    static final String FORMAT = "countermark-evidence";
    static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** What a member is for. */
    public enum Role {
        /** The picture as it was received, byte for byte. */
        ORIGINAL,
        /** The protected copy that is handed out. */
        RENDITION,
        /** An entry of the log. */
        STATEMENT,
        /** A proof that the log holds an entry (c2sp.org/tlog-proof). */
        PROOF,
        /** A signed checkpoint of the log. */
        CHECKPOINT,
        /** A time-stamp token over a checkpoint (RFC 3161). */
        TIME_STAMP,
        /** Certificate of the root of a time-stamping authority. */
        TIME_STAMP_ROOT,
        /** Certificate of the root under which Content Credentials are signed. */
        CREDENTIALS_ROOT,
        /** What happened to the work, {@link History}. */
        HISTORY,
        /** Fingerprints of the original. */
        FINGERPRINTS,
        /** A picture that was found somewhere, as it was handed in. */
        FOUND,
        /** The found picture laid over the original. */
        COMPARISON,
        /** What comparing them found. */
        COMPARISON_RESULT,
        /** For people who read paper. */
        SUMMARY,
        /** Checks the package in a browser. */
        VERIFIER,
        /** What to do with it. */
        READ_ME
    }

    /**
     * @param path      in the package
     * @param mediaType of its contents
     * @param bytes     length
     * @param sha256    of its contents
     */
    public record Member(String path, Role role, String mediaType, long bytes, String sha256) {}

    /**
     * @param id          of the work, as in the log's entries
     * @param title       as its owner calls it
     * @param owner       the organisation that had it registered; that it owns it is a claim
     * @param fileName    of the original
     * @param mediaType   of the original
     * @param bytes       length of the original
     * @param width       upright, in pixels
     * @param height      upright, in pixels
     * @param sha256      of the original
     * @param pixelSha256 of its decoded pixels
     * @param receivedAt  when it came in
     */
    public record WorkFacts(
            UUID id,
            String title,
            String owner,
            String fileName,
            String mediaType,
            long bytes,
            int width,
            int height,
            String sha256,
            String pixelSha256,
            Instant receivedAt) {}

    /**
     * @param kind     of the entry, for example {@code ingest}
     * @param index    in the log, from 0
     * @param entry    path of the entry's bytes
     * @param proof    path of the proof
     * @param openings of the commitments in the entry
     */
    public record StatementFacts(String kind, long index, String entry, String proof, List<Opening> openings) {}

    /**
     * @param name   of the commitment, for example {@code bytes}
     * @param salt   64 hexadecimal digits
     * @param digest that was committed to
     */
    public record Opening(String name, String salt, String digest) {}

    /**
     * @param path      of the signed note
     * @param size      number of entries it covers
     * @param witnesses verifier keys of those who co-signed it
     * @param tokens    paths of time-stamp tokens over it
     */
    public record CheckpointFacts(String path, long size, List<String> witnesses, List<String> tokens) {}

    /** The first member of that role, null when there is none. */
    public @Nullable Member member(Role role) {
        return members.stream().filter(one -> one.role() == role).findFirst().orElse(null);
    }

    byte[] json() {
        return JSON.writeValueAsBytes(this);
    }

    /** @throws PackageException BAD_INDEX, TOO_NEW */
    static PackageIndex read(byte[] json) {
        try {
            if (JSON.readTree(json).path("version").asInt(0) > VERSION) {
                throw new PackageException(
                        Reason.TOO_NEW, "The package was made by a newer version; verify it with that one");
            }
            PackageIndex index = JSON.readValue(json, PackageIndex.class);
            if (index == null || !FORMAT.equals(index.format) || index.version != VERSION || index.incomplete()) {
                throw new PackageException(Reason.BAD_INDEX, "index.json is not an index of version 1");
            }
            return index;
        } catch (JacksonException e) {
            throw new PackageException(Reason.BAD_INDEX, "index.json can't be read: " + e.getOriginalMessage(), e);
        }
    }

    /** Whether JSON left out what the constructor can't know to be needed. */
    @SuppressWarnings("RedundantNullCheck") // Jackson fills what is absent with null, whatever the annotations say.
    private boolean incomplete() {
        return made == null
                || maker == null
                || logKey == null
                || work == null
                || work.id() == null
                || work.sha256() == null
                || members == null
                || statements == null
                || checkpoints == null
                || members.stream().anyMatch(one -> one.path() == null || one.role() == null || one.sha256() == null)
                || statements.stream()
                        .anyMatch(one -> one.entry() == null || one.proof() == null || one.openings() == null)
                || checkpoints.stream()
                        .anyMatch(one -> one.path() == null || one.witnesses() == null || one.tokens() == null);
    }
}
