package io.countermark.evidence;

import com.fasterxml.jackson.annotation.Nulls;
import io.countermark.evidence.PackageException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

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

    /** Reads nothing that is missing, unknown or null: who sealed a package may have sealed nonsense. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
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
        /** A token over an earlier token, made before that one lost its force; at {@code PATH.renewal-N} of the earlier one's PATH. */
        TIME_STAMP_RENEWAL,
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

    /**
     * What must be known of an index before its seal can be looked at; nothing else of it is read before.
     *
     * @param logKey that is to have sealed it, as the index names it; empty when it names none
     */
    record Head(String logKey) {

        /** @throws PackageException BAD_INDEX, TOO_NEW */
        static Head read(byte[] json) {
            try {
                JsonNode tree = JSON.readTree(utf8(json));
                if (tree.path("version").asInt(0) > VERSION) {
                    throw new PackageException(
                            Reason.TOO_NEW, "The package was made by a newer version; verify it with that one");
                }
                if (!tree.path("format").equals(StringNode.valueOf(FORMAT))
                        || tree.path("version").asInt(0) != VERSION) {
                    throw new PackageException(Reason.BAD_INDEX, "index.json is not an index of version 1");
                }
                return new Head(tree.path("logKey").asString(""));
            } catch (JacksonException e) {
                throw unreadable(e);
            }
        }
    }

    /** @throws PackageException BAD_INDEX */
    static PackageIndex read(byte[] json) {
        try {
            PackageIndex index = JSON.readValue(utf8(json), PackageIndex.class);
            if (index != null) {
                return index;
            }
        } catch (JacksonException e) {
            throw unreadable(e);
        }
        throw new PackageException(Reason.BAD_INDEX, "index.json is empty");
    }

    /** Strictly, as browsers do with {@code fatal}: Jackson alone lets surrogates through. */
    private static String utf8(byte[] json) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PackageException(Reason.BAD_INDEX, "index.json is not UTF-8", e);
        }
    }

    private static PackageException unreadable(JacksonException cause) {
        return new PackageException(Reason.BAD_INDEX, "index.json can't be read: " + cause.getOriginalMessage(), cause);
    }
}
