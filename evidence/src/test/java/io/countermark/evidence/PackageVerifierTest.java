package io.countermark.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countermark.evidence.Verification.Check;
import io.countermark.evidence.Verification.Question;
import io.countermark.transparency.NoteSigner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One package; one damage a test, and the question that names it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageVerifierTest {

    private static final int FLIPS = 1_000;

    /** Packages that the page and this program are both asked about. */
    private static final int DAMAGED = 60;

    /** Behind the local header of the first member. */
    private static final int START_OF_INDEX = 30 + "index.json".length();

    private final PackageFixture fixture = new PackageFixture();
    private byte[] zip = new byte[0];
    private Map<String, byte[]> members = Map.of();

    @TempDir
    Path folder;

    @BeforeAll
    void make(@TempDir Path log) {
        zip = fixture.make(log);
        members = StoredZip.read(zip).members();
    }

    @Test
    void aPackageHoldsInEveryQuestion() {
        Verification verification = PackageVerifier.verify(zip, Trust.in(fixture.signer.verifierKey(), List.of()));
        assertThat(verification.firstFailure()).isEmpty();
        assertThat(verification.pinned()).isTrue();
        assertThat(verification.checks()).extracting(Check::question).containsAll(List.of(Question.values()));
        assertThat(verification.times())
                .singleElement()
                .satisfies(time -> assertThat(time.authority()).contains("Time-stamping root"));
    }

    @Test
    void otherProgramsReadTheZip() throws IOException {
        Map<String, byte[]> read = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                read.put(entry.getName(), in.readAllBytes());
            }
        }
        assertThat(read.keySet()).containsExactlyElementsOf(members.keySet());
        assertThat(read.get("original.jpg")).isEqualTo(fixture.original);
    }

    @Test
    void everyFlippedBitIsFoundAndNamed() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < FLIPS; i++) {
            int at = random.nextInt(zip.length);
            byte[] damaged = zip.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Check first = PackageVerifier.verify(damaged, Trust.PACKAGE_ALONE)
                    .firstFailure()
                    .orElseThrow(
                            () -> new AssertionError("seed " + seed + ": a flip in byte " + at + " was not found"));
            String member = memberAt(at);
            if (!member.isEmpty() && !member.equals("index.json") && !member.equals("SEAL")) {
                assertThat(first.subject()).as("seed %d byte %d", seed, at).isEqualTo(member);
            }
        }
    }

    @Test
    void aHistoryWithoutItsOperationIsUnreadable() {
        byte[] json =
                text("history.json").replace("\"operation\"", "\"opera4ion\"").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> History.read(json)).isInstanceOf(PackageException.class);
    }

    @Test
    void aMemberReplacedAndListedAnewBreaksTheSeal() {
        Map<String, byte[]> other = new LinkedHashMap<>(members);
        byte[] forged = "another".getBytes(StandardCharsets.UTF_8);
        String index = text("index.json").replace(Digests.sha256(members.get("history.json")), Digests.sha256(forged));
        other.put("history.json", forged);
        other.put("index.json", index.getBytes(StandardCharsets.UTF_8));
        assertFirst(other, Trust.PACKAGE_ALONE, Question.SEAL, "SEAL");
    }

    @Test
    void aPackageSealedByAnotherKeyIsRefusedByWhoKnowsTheLog() {
        NoteSigner stranger = NoteSigner.generate("example.com/log", new SecureRandom());
        Map<String, byte[]> other = new LinkedHashMap<>(members);
        byte[] index = text("index.json")
                .replace(fixture.signer.verifierKey(), stranger.verifierKey())
                .getBytes(StandardCharsets.UTF_8);
        other.put("index.json", index);
        other.put("SEAL", Seal.of(index, stranger).getBytes(StandardCharsets.UTF_8));
        assertFirst(other, Trust.in(fixture.signer.verifierKey(), List.of()), Question.SEAL, "index.json");
        // Without that knowledge it is the log's own checkpoint that gives it away.
        assertThat(PackageVerifier.verify(zip(other), Trust.PACKAGE_ALONE).firstFailure())
                .hasValueSatisfying(check -> assertThat(check.question()).isEqualTo(Question.CHECKPOINT));
    }

    @Test
    void aRenewalIsPartOfTheAnswerAndMustBeOfItsToken() {
        Verification verification = PackageVerifier.verify(zip, Trust.PACKAGE_ALONE);
        assertThat(verification.checks())
                .filteredOn(check -> check.question() == Question.TIME_STAMP)
                .singleElement()
                .satisfies(check -> assertThat(check.detail()).contains("stamped again in time, 1 time"));
        assertResealed(".tst.renewal-1", ".tst.renewal-2", Question.MEMBER);
        Map<String, byte[]> other = new LinkedHashMap<>(members);
        String renewal = "time/checkpoint-16-1.tst.renewal-1";
        byte[] first = members.get("time/checkpoint-16-1.tst");
        String index = text("index.json")
                .replace(Digests.sha256(members.get(renewal)), Digests.sha256(first))
                .replaceFirst(
                        "(\"bytes\" : )" + members.get(renewal).length + "(,\\s+\"sha256\" : \"" + Digests.sha256(first)
                                + ")",
                        "$1" + first.length + "$2");
        other.put(renewal, first);
        byte[] json = index.getBytes(StandardCharsets.UTF_8);
        other.put("index.json", json);
        other.put("SEAL", Seal.of(json, fixture.signer).getBytes(StandardCharsets.UTF_8));
        assertFirst(other, Trust.PACKAGE_ALONE, Question.TIME_STAMP, "time/checkpoint-16-1.tst");
    }

    /** The log's keeper itself, with its key, can't claim another time or file for what was logged. */
    @Test
    void whoHoldsTheKeyCanNotClaimAnotherOriginal() {
        String sha256 = Digests.sha256(fixture.original);
        assertResealed("\"sha256\" : \"" + sha256 + "\"", "\"sha256\" : \"" + "0".repeat(64) + "\"", Question.MEMBER);
        assertResealed(
                "\"digest\" : \"" + sha256 + "\"", "\"digest\" : \"" + "0".repeat(64) + "\"", Question.COMMITMENT);
        assertResealed("\"index\" : 5", "\"index\" : 6", Question.STATEMENT);
        assertResealed("\"size\" : 16", "\"size\" : 15", Question.CHECKPOINT);
        assertResealed(PackageFixture.WORK.toString(), "0b6f2b1e-3f0c-4a52-9d56-1f6d6a3b8f12", Question.STATEMENT);
    }

    @Test
    void aMissingAndAnAddedMemberAreNamed() {
        Map<String, byte[]> fewer = new LinkedHashMap<>(members);
        fewer.remove("log/5.tlog-proof");
        assertFirst(fewer, Trust.PACKAGE_ALONE, Question.MEMBER, "log/5.tlog-proof");
        Map<String, byte[]> more = new LinkedHashMap<>(members);
        more.put("more.txt", new byte[1]);
        assertFirst(more, Trust.PACKAGE_ALONE, Question.MEMBER, "more.txt");
    }

    @Test
    void whatIsNotAPackageIsSaidToBeNone() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            out.putNextEntry(new ZipEntry("index.json"));
            out.write(members.get("index.json"));
        }
        for (byte[] other : List.of(packed.toByteArray(), new byte[0], new byte[100], fixture.original)) {
            Verification verification = PackageVerifier.verify(other, Trust.PACKAGE_ALONE);
            assertThat(verification.firstFailure())
                    .hasValueSatisfying(check -> assertThat(check.question()).isEqualTo(Question.CONTAINER));
        }
        for (int length = 0; length < zip.length; length += 997) {
            assertThat(PackageVerifier.verify(java.util.Arrays.copyOf(zip, length), Trust.PACKAGE_ALONE)
                            .valid())
                    .isFalse();
        }
    }

    @Test
    void theSummaryIsAPdfInBothLanguages() {
        String pdf = new String(members.get("summary.pdf"), StandardCharsets.ISO_8859_1);
        assertThat(pdf).startsWith("%PDF-1.7").contains("STSong-Light").contains("Helvetica");
    }

    /** The page's own script, run by Node.js, must answer as this program does. */
    @Test
    void thePageAnswersAsTheProgram() throws IOException, InterruptedException {
        Path node = Path.of("/usr/bin/node");
        Assumptions.assumeTrue(Files.isExecutable(node), "Skipped: " + node + " is not installed");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Files.write(folder.resolve("good.zip"), zip);
        for (int i = 0; i < DAMAGED; i++) {
            byte[] damaged = zip.clone();
            // Half of them in the index, where the two read most differently.
            int at = i % 2 == 0
                    ? random.nextInt(zip.length)
                    : random.nextInt(
                            START_OF_INDEX,
                            START_OF_INDEX + text("index.json").getBytes(StandardCharsets.UTF_8).length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(folder.resolve("bad-" + i + ".zip"), damaged);
        }
        for (int i = 0; i < NONSENSE.size(); i++) {
            Files.write(folder.resolve("bad-nonsense-" + i + ".zip"), resealed(NONSENSE.get(i)));
        }
        String page = new String(PackageDraft.verifierPage(), StandardCharsets.UTF_8);
        Files.writeString(
                folder.resolve("verify.js"),
                page.substring(page.indexOf("<script>") + 8, page.indexOf("</script>")),
                StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("run.js"), """
                const {verifyPackage} = require("./verify.js"), fs = require("fs");
                for (const name of fs.readdirSync(".").filter((n) => n.endsWith(".zip"))) {
                  const first = verifyPackage(new Uint8Array(fs.readFileSync(name)), process.argv[2]).answers.find((a) => !a.holds);
                  console.log(name + " " + (first ? first.question + " " + first.subject : "valid"));
                }
                """, StandardCharsets.UTF_8);
        Process process = new ProcessBuilder(node.toString(), "run.js", fixture.signer.verifierKey())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out.lines()).contains("good.zip valid").hasSize(1 + DAMAGED + NONSENSE.size());
        for (String line : out.lines().filter(one -> one.startsWith("bad")).toList()) {
            String name = line.substring(0, line.indexOf(' '));
            Check ours = PackageVerifier.verify(
                            Files.readAllBytes(folder.resolve(name)), Trust.in(fixture.signer.verifierKey(), List.of()))
                    .firstFailure()
                    .orElseThrow();
            assertThat(line)
                    .as("seed %d", seed)
                    .isEqualTo(name + " " + ours.question().code() + " " + ours.subject());
        }
    }

    /** What a key's holder may seal all the same: an index with this left out or put in. */
    private static final List<String> NONSENSE =
            List.of("\"members\"", "\"work\"", "\"openings\"", "\"tokens\"", "\"kind\"", "\"salt\"", "\"sha256\"");

    private byte[] resealed(String without) {
        return resealedAs(text("index.json").replaceFirst(without, "\"odd\""));
    }

    private byte[] resealedAs(String json) {
        byte[] index = json.getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> other = new LinkedHashMap<>(members);
        other.put("index.json", index);
        other.put("SEAL", Seal.of(index, fixture.signer).getBytes(StandardCharsets.UTF_8));
        return zip(other);
    }

    @Test
    void sealedNonsenseIsAnAnswerAndNoException() {
        for (String without : NONSENSE) {
            assertThat(PackageVerifier.verify(resealed(without), Trust.PACKAGE_ALONE)
                            .firstFailure())
                    .as(without)
                    .hasValueSatisfying(check -> assertThat(check.question()).isEqualTo(Question.INDEX));
        }
        byte[] nulls = resealedAs(text("index.json").replaceFirst("\"openings\" : \\[", "\"openings\" : [ null, "));
        assertThat(PackageVerifier.verify(nulls, Trust.PACKAGE_ALONE).firstFailure())
                .hasValueSatisfying(check -> assertThat(check.question()).isEqualTo(Question.INDEX));
    }

    private void assertResealed(String what, String by, Question question) {
        assertThat(text("index.json")).contains(what);
        Map<String, byte[]> other = new LinkedHashMap<>(members);
        byte[] index = text("index.json").replace(what, by).getBytes(StandardCharsets.UTF_8);
        other.put("index.json", index);
        other.put("SEAL", Seal.of(index, fixture.signer).getBytes(StandardCharsets.UTF_8));
        assertThat(PackageVerifier.verify(zip(other), Trust.PACKAGE_ALONE).firstFailure())
                .as(what)
                .hasValueSatisfying(check -> assertThat(check.question()).isEqualTo(question));
    }

    private static void assertFirst(Map<String, byte[]> members, Trust trust, Question question, String subject) {
        assertThat(PackageVerifier.verify(zip(members), trust).firstFailure()).hasValueSatisfying(check -> {
            assertThat(check.question()).isEqualTo(question);
            assertThat(check.subject()).isEqualTo(subject);
        });
    }

    private static byte[] zip(Map<String, byte[]> members) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            StoredZip.write(members, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String text(String path) {
        return new String(members.get(path), StandardCharsets.UTF_8);
    }

    /** Whose contents that byte is in; empty for the ZIP's own. */
    private String memberAt(int at) {
        int begin = 0;
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            int content = begin + 30 + member.getKey().length();
            begin = content + member.getValue().length;
            if (at >= content && at < begin) {
                return member.getKey();
            }
        }
        return "";
    }
}
