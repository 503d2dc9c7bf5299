package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countermark.container.ByteRange;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.credentials.ValidationReport.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Damage to small signed files in every container, from a seed ({@link Mutation}). The validator never
 * throws and always ends, and calls trusted only files whose hashed bytes and manifests are untouched.
 */
class MutationTest {

    private final ManifestValidator validator = SignedFiles.validator();

    @Test
    void theFilesAreTrustedBeforeTheyAreDamaged() {
        for (byte[] file : SignedFiles.all()) {
            ValidationReport report = validator.validate(file, SignedFiles.AT);
            assertThat(report.state()).as(report.summary()).isEqualTo(State.TRUSTED);
        }
    }

    @Test
    void neverThrowsNeverHangsNeverTrustsWhatWasChanged() {
        MutationRun.over(SignedFiles.all(), (original, mutated) -> check(validator, SignedFiles.AT, original, mutated));
    }

    /** The bytes are all hashed as they were, but decoders would skip the table that the longer segment now holds. */
    @Test
    void aStoresSegmentThatSwallowsTheNextOneIsNotTrusted() {
        byte[] file = SignedFiles.all().getFirst().clone();
        ByteRange place =
                EmbeddedCredentials.read(file).orElseThrow().stores().getFirst().place();
        ByteBuffer segments = ByteBuffer.wrap(file);
        int swallowed = 2 + Short.toUnsignedInt(segments.getShort(place.end() + 2));
        int length = Short.toUnsignedInt(segments.getShort(place.start() + 2));
        segments.putShort(place.start() + 2, (short) (length + swallowed));

        assertThat(validator.validate(file, SignedFiles.AT).state()).isNotIn(State.TRUSTED, State.VALID);
    }

    /** Time-stamps, OCSP responses, ingredients and identities by other writers; damage is in the manifest store only. */
    @Test
    void holdsForStoresOfOtherWriters() throws IOException {
        Path folder = OutsideEngines.shared().resolve("corpora/c2pa");
        assumeTrue(Files.isDirectory(folder), "Skipped: " + folder + " is missing");
        List<byte[]> stores = new ArrayList<>();
        for (String name : List.of("derived/timestamped.jpg", "derived/ocsp-revoked.png", "cawg/success.jpg")) {
            byte[] file = Files.readAllBytes(folder.resolve(name));
            stores.add(EmbeddedCredentials.read(file)
                    .orElseThrow()
                    .stores()
                    .getFirst()
                    .bytes());
        }
        byte[] picture = Samples.picture("png", 24, 16);
        List<byte[]> files = stores.stream()
                .map(store -> EmbeddedCredentials.reserve(picture, store.length).fill(store))
                .toList();
        ManifestValidator stranger = new ManifestValidator(List.of(), List.of());
        MutationRun.over(files, (original, mutated) -> check(stranger, Samples.NOW, original, mutated));
    }

    private static void check(ManifestValidator validator, Instant at, byte[] original, byte[] mutated) {
        ValidationReport report = validator.validate(mutated, at);
        validator.crJson(mutated, at);
        if (report.state() == State.TRUSTED && !isHarmless(original, mutated)) {
            fail("Trusted after a change that matters");
        }
    }

    /**
     * Trusted is right only where nothing that is hashed or signed changed: the same bytes outside the store, and in the
     * store the same boxes but for unprotected parts (framing that is not hashed).
     */
    private static boolean isHarmless(byte[] original, byte[] mutated) {
        Store before = store(original);
        Store after = store(mutated);
        return Arrays.equals(rest(original, before), rest(mutated, after))
                && Arrays.equals(signed(before.bytes()), signed(after.bytes()));
    }

    private static Store store(byte[] file) {
        return EmbeddedCredentials.read(file).orElseThrow().stores().getFirst();
    }

    /** Without the {@code ftyp} box, too, which BMFF hashes have to leave out (18.6.2). */
    private static byte[] rest(byte[] file, Store store) {
        byte[] rest =
                Mutation.without(file, store.place().start(), store.place().end());
        boolean bmff = new String(file, 4, 4, StandardCharsets.ISO_8859_1).equals("ftyp");
        return bmff ? Mutation.without(rest, 8, ByteBuffer.wrap(file).getInt()) : rest;
    }

    /** What signatures and hashes cover in a store: claims and assertions. */
    private static byte[] signed(byte[] store) {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (Superbox manifest : ManifestStore.parse(store).manifests()) {
                Manifest parsed = Manifest.parse(manifest);
                content.writeBytes(manifest.label().getBytes(StandardCharsets.UTF_8));
                content.writeBytes(parsed.claim().bytes());
                parsed.assertionBoxes().forEach(box -> content.writeBytes(box.payload()));
            }
            return content.toByteArray();
        } catch (MalformedStoreException e) {
            throw new AssertionError(e);
        }
    }
}
