package io.countermark.evidence;

import io.countermark.evidence.PackageIndex.CheckpointFacts;
import io.countermark.evidence.PackageIndex.Member;
import io.countermark.evidence.PackageIndex.Opening;
import io.countermark.evidence.PackageIndex.Role;
import io.countermark.evidence.PackageIndex.StatementFacts;
import io.countermark.evidence.PackageIndex.WorkFacts;
import io.countermark.transparency.LogEntry;
import io.countermark.transparency.NoteKey;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.SignedNote;
import io.countermark.transparency.TlogProof;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A package in the making. Whoever makes it hands in the facts; {@link #write} adds the offline verifier and the index, seals and writes.
 * Not thread-safe.
 */
public final class PackageDraft {

    static final String INDEX = "index.json";
    static final String SEAL = "SEAL";

    private static final String TOKEN_TYPE = "application/timestamp-token";

    private final WorkFacts work;
    private final Instant made;
    private final String maker;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final List<StatementFacts> statements = new ArrayList<>();
    private final Map<String, CheckpointFacts> checkpoints = new LinkedHashMap<>();

    public PackageDraft(WorkFacts work, String maker, Instant made) {
        this.work = work;
        this.maker = maker;
        this.made = made;
    }

    /** @param path 1 to 120 of {@code A-Z a-z 0-9 . / -}, each once */
    public PackageDraft add(String path, Role role, String mediaType, byte[] content) {
        if (contents.put(path, content) != null) {
            throw new IllegalArgumentException("There is a member " + path + " already");
        }
        members.add(new Member(path, role, mediaType, content.length, Digests.sha256(content)));
        return this;
    }

    /** Adds a certificate as PEM. */
    public PackageDraft add(String path, Role role, X509Certificate certificate) {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return text(
                    path,
                    role,
                    "application/pem-certificate-chain",
                    "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("The certificate has no encoding", e);
        }
    }

    /**
     * Adds what the log says about the work, with its proof. The checkpoint in the proof must have been added.
     *
     * @param entry    its bytes in the log
     * @param openings of all its commitments
     */
    public PackageDraft statement(byte[] entry, TlogProof proof, List<Opening> openings) {
        if (checkpoints.values().stream().noneMatch(one -> isAt(one, proof.checkpoint()))) {
            throw new IllegalArgumentException("The checkpoint of the proof is not in the package");
        }
        String path = "log/" + proof.index();
        LogEntry read = LogEntry.decode(entry);
        add(path + ".json", Role.STATEMENT, "application/json", entry);
        text(path + ".tlog-proof", Role.PROOF, "text/plain; charset=utf-8", proof.text());
        statements.add(new StatementFacts(
                read.kind().text(), proof.index(), path + ".json", path + ".tlog-proof", List.copyOf(openings)));
        return this;
    }

    /**
     * Adds a signed state of the log.
     *
     * @param witnesses keys of those whose co-signatures are on it
     * @param tokens    DER of time-stamp tokens over it, each followed by its renewals (see
     *                  {@link io.countermark.transparency.TimestampChain})
     */
    public PackageDraft checkpoint(String note, long size, List<NoteKey> witnesses, List<List<byte[]>> tokens) {
        String path = "log/checkpoint-" + size + ".txt";
        if (checkpoints.containsKey(path)) {
            return this;
        }
        text(path, Role.CHECKPOINT, "text/plain; charset=utf-8", note);
        List<String> paths = new ArrayList<>();
        for (List<byte[]> chain : tokens) {
            String at = "time/checkpoint-" + size + "-" + (paths.size() + 1) + ".tst";
            add(at, Role.TIME_STAMP, TOKEN_TYPE, chain.getFirst());
            for (int link = 1; link < chain.size(); link++) {
                add(at + ".renewal-" + link, Role.TIME_STAMP_RENEWAL, TOKEN_TYPE, chain.get(link));
            }
            paths.add(at);
        }
        List<String> keys = witnesses.stream().map(NoteKey::text).toList();
        checkpoints.put(path, new CheckpointFacts(path, size, keys, paths));
        return this;
    }

    /** Adds the summary for people; add everything else before. */
    public PackageDraft summary(PackageSummary summary) {
        return add("summary.pdf", Role.SUMMARY, "application/pdf", summary.pdf(this));
    }

    /** Seals and writes the package; nothing can be added afterwards. */
    public void write(OutputStream out, NoteSigner logSigner) throws IOException {
        add("verify.html", Role.VERIFIER, "text/html; charset=utf-8", verifierPage());
        text("README.txt", Role.READ_ME, "text/plain; charset=utf-8", resource("README.txt"));
        byte[] index = index(logSigner.verifierKey()).json();
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(INDEX, index);
        all.put(SEAL, Seal.of(index, logSigner).getBytes(StandardCharsets.UTF_8));
        all.putAll(contents);
        StoredZip.write(all, out);
    }

    /** The page that checks packages in a browser, without any network; it is the same in each package. */
    public static byte[] verifierPage() {
        return resource("verify.html")
                .replace("/*SCRIPT*/", resource("verify.js"))
                .getBytes(StandardCharsets.UTF_8);
    }

    PackageIndex index(String logKey) {
        return new PackageIndex(
                PackageIndex.FORMAT,
                PackageIndex.VERSION,
                made,
                maker,
                logKey,
                work,
                List.copyOf(members),
                List.copyOf(statements),
                List.copyOf(checkpoints.values()));
    }

    byte[] content(String path) {
        return Objects.requireNonNull(contents.get(path), path);
    }

    private boolean isAt(CheckpointFacts facts, String note) {
        return new String(content(facts.path()), StandardCharsets.UTF_8).equals(note)
                && SignedNote.parse(note).note().equals(note);
    }

    private PackageDraft text(String path, Role role, String mediaType, String text) {
        return add(path, role, mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) {
        try (InputStream in = PackageDraft.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
