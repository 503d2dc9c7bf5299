package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countermark.container.ByteRange;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.credentials.ValidationReport.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damage to small signed files, from a seed: bytes flipped, set, cut, doubled, swapped, lengths changed. The validator never
 * throws and always ends, and calls trusted only files whose hashed bytes and manifests are untouched.
 */
class MutationTest {

    private static final int MUTATIONS = 20_000;
    /** Only there so that a hang ends. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final long SEED = 20_261_124L;

    private final ManifestValidator validator = new ManifestValidator(List.of(Samples.AUTHORITY.root()), List.of());

    @Test
    void neverThrowsNeverHangsNeverTrustsWhatWasChanged() {
        ManifestSigner signer = new ManifestSigner(Samples.CREDENTIAL, validator);
        byte[] jpeg = signer.sign(Samples.picture("jpg", 24, 16), Samples.marked("m.jpg"))
                .file();
        byte[] edited = signer.sign(jpeg, Samples.marked("e.jpg")).file();
        byte[] png = signer.sign(Samples.picture("png", 24, 16), Samples.marked("m.png"))
                .file();
        List<byte[]> originals = List.of(jpeg, edited, png);
        originals.forEach(file ->
                assertThat(validator.validate(file, Samples.NOW).state()).isEqualTo(State.TRUSTED));
        assertTimeoutPreemptively(LIMIT, () -> {
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] original = originals.get(i % originals.size());
                check(original, mutate(original, new Random(SEED + i)), SEED + i);
            }
        });
    }

    /** The bytes are all hashed as they were, but decoders would skip the table that the longer segment now holds. */
    @Test
    void aStoresSegmentThatSwallowsTheNextOneIsNotTrusted() {
        byte[] file = new ManifestSigner(Samples.CREDENTIAL, validator)
                .sign(Samples.picture("jpg", 24, 16), Samples.marked("m.jpg"))
                .file();
        ByteRange place =
                EmbeddedCredentials.read(file).orElseThrow().stores().getFirst().place();
        ByteBuffer segments = ByteBuffer.wrap(file);
        int swallowed = 2 + Short.toUnsignedInt(segments.getShort(place.end() + 2));
        int length = Short.toUnsignedInt(segments.getShort(place.start() + 2));
        segments.putShort(place.start() + 2, (short) (length + swallowed));

        assertThat(validator.validate(file, Samples.NOW).state()).isNotIn(State.TRUSTED, State.VALID);
    }

    /** Time-stamps, OCSP responses, ingredients and identities by other writers; damage is in the manifest store only. */
    @Test
    void holdsForStoresOfOtherWriters() throws IOException {
        Path folder = OutsideEngines.shared().resolve("corpora/c2pa");
        assumeTrue(Files.isDirectory(folder), "Skipped: " + folder + " is missing");
        for (String name : List.of("derived/timestamped.jpg", "derived/ocsp-revoked.png", "cawg/success.jpg")) {
            byte[] original = Files.readAllBytes(folder.resolve(name));
            ByteRange place = EmbeddedCredentials.read(original)
                    .orElseThrow()
                    .stores()
                    .getFirst()
                    .place();
            for (int i = 0; i < MUTATIONS / 20; i++) {
                byte[] store = Arrays.copyOfRange(original, place.start() + 40, place.end());
                byte[] mutated = mutate(store, new Random(SEED + i));
                byte[] file = original.clone();
                System.arraycopy(mutated, 0, file, place.start() + 40, Math.min(mutated.length, store.length));
                check(original, file, SEED + i);
            }
        }
    }

    private void check(byte[] original, byte[] mutated, long seed) {
        ValidationReport report;
        try {
            report = validator.validate(mutated, Samples.NOW);
        } catch (RuntimeException | Error e) {
            // The whole point is that nothing at all may come out.
            throw new AssertionError("validate() threw for seed " + seed, e);
        }
        if (report.state() == State.TRUSTED && !Arrays.equals(original, mutated) && !isHarmless(original, mutated)) {
            fail("Trusted after a change, seed " + seed);
        }
    }

    /**
     * Trusted is right only where nothing that is hashed or signed changed: the same bytes outside the store, and in the
     * store the same boxes but for unprotected parts (framing that is not hashed).
     */
    private static boolean isHarmless(byte[] original, byte[] mutated) {
        byte[] before = EmbeddedCredentials.read(original)
                .orElseThrow()
                .stores()
                .getFirst()
                .bytes();
        ByteRange place = EmbeddedCredentials.read(mutated)
                .orElseThrow()
                .stores()
                .getFirst()
                .place();
        byte[] after = EmbeddedCredentials.read(mutated)
                .orElseThrow()
                .stores()
                .getFirst()
                .bytes();
        boolean sameOutside =
                Arrays.equals(EmbeddedCredentials.strip(original), Bytes.without(mutated, place.start(), place.end()));
        return sameOutside && Arrays.equals(signed(before), signed(after));
    }

    /** What signatures and hashes cover in a store: claims and assertions. */
    private static byte[] signed(byte[] store) {
        try {
            StringBuilder content = new StringBuilder();
            for (Superbox manifest : ManifestStore.parse(store).manifests()) {
                Manifest parsed = Manifest.parse(manifest);
                content.append(manifest.label())
                        .append(Arrays.hashCode(parsed.claim().bytes()));
                parsed.assertionBoxes().forEach(box -> content.append(Arrays.hashCode(box.payload())));
            }
            return content.toString().getBytes(StandardCharsets.UTF_8);
        } catch (MalformedStoreException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] file = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            file = mutateOnce(file, random);
        }
        return file;
    }

    private static byte[] mutateOnce(byte[] file, Random random) {
        if (file.length == 0) {
            return file; // Cut to nothing by the change before.
        }
        int at = random.nextInt(file.length);
        int length = 1 + random.nextInt(Math.min(64, file.length - at));
        switch (random.nextInt(8)) {
            case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> file[at] = (byte) random.nextInt(256);
            case 2 -> file[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
            case 3 -> {
                return Arrays.copyOf(file, at + 1);
            }
            case 4 -> {
                return Bytes.without(file, at, at + length);
            }
            case 5 -> {
                return Bytes.doubled(file, at, at + length);
            }
            case 6 -> Arrays.fill(file, at, at + length, (byte) random.nextInt(256));
            default -> {
                int other = random.nextInt(file.length);
                byte kept = file[at];
                file[at] = file[other];
                file[other] = kept;
            }
        }
        return file;
    }

    /** Cuts and copies. */
    private static final class Bytes {

        static byte[] without(byte[] file, int from, int to) {
            byte[] kept = Arrays.copyOf(file, file.length - (to - from));
            System.arraycopy(file, to, kept, from, file.length - to);
            return kept;
        }

        static byte[] doubled(byte[] file, int from, int to) {
            byte[] longer = Arrays.copyOf(file, file.length + to - from);
            System.arraycopy(file, from, longer, to, file.length - from);
            return longer;
        }
    }
}
