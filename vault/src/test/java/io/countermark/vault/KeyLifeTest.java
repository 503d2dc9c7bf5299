package io.countermark.vault;

import static io.countermark.vault.VaultTest.assertReason;
import static io.countermark.vault.VaultTest.content;
import static io.countermark.vault.VaultTest.name;
import static io.countermark.vault.VaultTest.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Root keys, rotation, erasure, retention, back-up. */
class KeyLifeTest {

    private static final UUID TENANT = name(1).tenant();

    private Scratch scratch;
    private Path folder;
    private RootKey root;
    private Vault vault;

    @BeforeEach
    void open() throws Exception {
        scratch = new Scratch();
        folder = scratch.folder().resolve("vault");
        root = RootKey.openOrCreate(scratch.folder().resolve("root.key"));
        vault = Vault.open(folder, root);
    }

    @AfterEach
    void close() throws Exception {
        vault.close();
        scratch.close();
    }

    @Test
    void theRootKeyFileIsItsOwnersAloneAndStaysTheSame() throws Exception {
        Path file = scratch.folder().resolve("root.key");
        assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "skipped: no file modes here");
        assertEquals("r--------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(32, Files.size(file));
        assertEquals(root.id(), RootKey.openOrCreate(file).id());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        assertReason(Reason.KEY_FILE_MODE, () -> RootKey.openOrCreate(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void aRootKeyOfAnotherLengthIsRefused(int length) throws Exception {
        Path file = scratch.folder().resolve("other.key");
        Durable.write(file, new byte[length]);
        assertReason(Reason.KEY_FILE_MALFORMED, () -> RootKey.openOrCreate(file));
    }

    @Test
    void aWrappedSecretNeedsItsKeyAndItsContext() {
        byte[] secret = content(1, 48);
        byte[] wrapped = root.wrap(secret, "signing key");
        assertArrayEquals(secret, root.unwrap(wrapped, "signing key"));
        assertReason(Reason.CORRUPT, () -> root.unwrap(wrapped, "another key"));
        RootKey other = RootKey.openOrCreate(scratch.folder().resolve("other.key"));
        assertReason(Reason.WRONG_KEY, () -> other.unwrap(wrapped, "signing key"));
        for (int at = 0; at < wrapped.length; at++) {
            byte[] changed = wrapped.clone();
            changed[at] ^= 1;
            assertThat(catchThrowable(() -> root.unwrap(changed, "signing key")))
                    .as("byte " + at)
                    .isInstanceOf(VaultException.class);
        }
    }

    @Test
    void rootAndTenantKeysRotateFiveTimesUnderLoad() throws Exception {
        Map<ObjectName, byte[]> put = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong operations = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int thread = i;
                work.add(threads.submit(() -> load(put, stop, operations, thread)));
            }
            for (int round = 0; round < 5; round++) {
                long before = operations.get();
                while (operations.get() < before + 100) {
                    Thread.onSpinWait();
                }
                long there = put.keySet().stream()
                        .filter(name -> name.tenant().equals(TENANT))
                        .count();
                assertTrue(vault.rotateTenantKey(TENANT) >= there);
                root = RootKey.openOrCreate(scratch.folder().resolve("root-" + round + ".key"));
                vault.rotateRootKey(root);
            }
            stop.set(true);
            for (Future<?> done : work) {
                done.get();
            }
        }
        try (Stream<Path> keks = Files.list(folder.resolve("keys/" + TENANT))) {
            assertEquals(
                    List.of("kek-6"),
                    keks.map(file -> file.getFileName().toString())
                            .filter(file -> file.startsWith("kek-"))
                            .toList());
        }
        vault.close();
        RootKey first = RootKey.open(scratch.folder().resolve("root.key"));
        assertReason(Reason.WRONG_KEY, () -> Vault.open(folder, first));
        vault = Vault.open(folder, root);
        for (Map.Entry<ObjectName, byte[]> one : put.entrySet()) {
            assertArrayEquals(one.getValue(), vault.get(one.getKey()));
        }
        assertTrue(vault.scrub(seen -> {}).clean());
    }

    private Void load(Map<ObjectName, byte[]> put, AtomicBoolean stop, AtomicLong operations, int thread)
            throws Exception {
        Random random = new Random(thread);
        for (int i = 0; !stop.get(); i++) {
            if (i % 4 == 0 && i < 200) {
                ObjectName name = new ObjectName(TENANT, new UUID(thread, random.nextLong()), 1);
                byte[] content = content(random.nextLong(), 500);
                vault.put(name, content, sha256(content));
                put.put(name, content);
            }
            if (i % 16 == 0 && i < 800) { // Organisations come meanwhile, and have their first keys made.
                ObjectName name = new ObjectName(new UUID(thread, i), new UUID(thread, i), 1);
                vault.put(name, content(i, 100), sha256(content(i, 100)));
                put.put(name, content(i, 100));
            }
            Map.Entry<ObjectName, byte[]> any = put.entrySet().iterator().next();
            assertArrayEquals(any.getValue(), vault.get(any.getKey()));
            operations.incrementAndGet();
        }
        return null;
    }

    @Test
    void ciphertextsAreNotTouchedByARotation() throws Exception {
        byte[] content = content(1, 1000);
        vault.put(name(1), content, sha256(content));
        byte[] before = Files.readAllBytes(folder.resolve("objects/" + ObjectKey.of(name(1))));
        assertEquals(1, vault.rotateTenantKey(TENANT));
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("objects/" + ObjectKey.of(name(1)))));
        assertArrayEquals(content, vault.get(name(1)));
    }

    @Test
    void aRotationThatWasKilledIsFinishedAtOpen() throws Exception {
        byte[] content = content(1, 1000);
        vault.put(name(1), content, sha256(content));
        Path kekOne = folder.resolve("keys/" + TENANT + "/kek-1");
        byte[] oldKek = Files.readAllBytes(kekOne);
        byte[] oldData = Files.readAllBytes(dataKeys().getFirst());
        vault.rotateTenantKey(TENANT);
        vault.put(name(2), content, sha256(content));
        // As after a kill: the new key is there, one data key is not yet wrapped by it, the old key is not yet gone.
        Files.write(kekOne, oldKek);
        Files.write(dataKeys().stream().filter(key -> !isOf(key, 2)).findFirst().orElseThrow(), oldData);
        vault.close();
        vault = Vault.open(folder, root);
        assertThat(kekOne).doesNotExist();
        assertArrayEquals(content, vault.get(name(1)));
        assertArrayEquals(content, vault.get(name(2)));
    }

    private static boolean isOf(Path key, int version) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(key)).getInt(20) == version;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theRootKeyIsChangedByWrappingTenantKeysAnew() throws Exception {
        byte[] content = content(1, 1000);
        vault.put(name(1), content, sha256(content));
        vault.close();
        RootKey next = RootKey.openOrCreate(scratch.folder().resolve("next.key"));
        Vault.open(folder, List.of(next, root), Clock.systemUTC()).close();
        assertReason(Reason.WRONG_KEY, () -> Vault.open(folder, root));
        vault = Vault.open(folder, next);
        assertArrayEquals(content, vault.get(name(1)));
    }

    @Test
    void anErasedObjectStaysErasedWhenABackUpIsRestored() throws Exception {
        byte[] content = content(1, 1000);
        vault.put(name(1), content, sha256(content));
        vault.put(name(2), content, sha256(content));
        Path archive = scratch.folder().resolve("archive");
        Path keys = scratch.folder().resolve("archive-keys");
        VaultBackup.archive(folder, archive);
        VaultBackup.keys(folder, keys);

        assertEquals(1, vault.erase(TENANT, List.of(name(1))));
        VaultBackup.keys(folder, keys);

        Path restored = scratch.folder().resolve("restored");
        VaultBackup.restore(archive, keys, restored);
        try (Vault back = Vault.open(restored, root)) {
            assertTrue(back.contains(name(1)), "its ciphertext did come back");
            assertReason(Reason.CORRUPT, () -> back.get(name(1)));
        }
        assertReason(Reason.NOT_FOUND, () -> vault.get(name(1)));
        assertArrayEquals(content, vault.get(name(2)));
        VaultBackup.archive(folder, archive);
        Path again = scratch.folder().resolve("again");
        VaultBackup.restore(archive, keys, again);
        try (Vault back = Vault.open(again, root)) {
            assertArrayEquals(content, back.get(name(2)));
        }
    }

    @Test
    void aBackUpGivesEverythingBack() throws Exception {
        Map<ObjectName, byte[]> put = new TreeMap<>(Comparator.comparing(ObjectName::version));
        for (int version = 1; version <= 20; version++) {
            byte[] content = content(version, 100 * version);
            vault.put(name(version), content, sha256(content));
            put.put(name(version), content);
        }
        Path archive = scratch.folder().resolve("archive");
        Path keys = scratch.folder().resolve("archive-keys");
        VaultBackup.archive(folder, archive);
        VaultBackup.keys(folder, keys);
        Path restored = scratch.folder().resolve("restored");
        VaultBackup.restore(archive, keys, restored);
        assertReason(Reason.ALREADY_EXISTS, () -> VaultBackup.restore(archive, keys, restored));
        try (Vault back = Vault.open(restored, root)) {
            for (Map.Entry<ObjectName, byte[]> one : put.entrySet()) {
                assertArrayEquals(one.getValue(), back.get(one.getKey()));
            }
            ScrubReport report = back.scrub(seen -> {});
            assertEquals(new ScrubReport(20, 21_000, List.of()), report);
        }
    }

    @Test
    void anErasedTenantIsGone() throws Exception {
        byte[] content = content(1, 1000);
        vault.put(name(1), content, sha256(content));
        UUID other = UUID.randomUUID();
        vault.put(new ObjectName(other, UUID.randomUUID(), 1), content, sha256(content));
        byte[] ciphertext = Files.readAllBytes(folder.resolve("objects/" + ObjectKey.of(name(1))));
        vault.eraseTenant(TENANT);
        assertEquals(List.of(other), vault.tenants());
        assertReason(Reason.NOT_FOUND, () -> vault.get(name(1)));
        Files.write(folder.resolve("objects/" + ObjectKey.of(name(1))), ciphertext);
        assertReason(Reason.ERASED, () -> vault.get(name(1)));
        Files.delete(folder.resolve("objects/" + ObjectKey.of(name(1))));
        assertEquals(1, vault.scrub(seen -> {}).objects());
    }

    @Test
    void aRetentionCanBeMadeLongerAndNeverShorter() throws Exception {
        byte[] content = content(1, 1000);
        vault.put(name(1), content, sha256(content));
        vault.put(name(2), content, sha256(content));
        Instant end = Instant.parse("2030-01-01T00:00:00Z");
        vault.retain(name(1), end);
        vault.retain(name(1), Instant.EPOCH);
        vault.rotateTenantKey(TENANT);
        assertReason(Reason.RETAINED, () -> vault.delete(name(1)));
        assertReason(Reason.RETAINED, () -> vault.erase(TENANT, List.of(name(2), name(1))));
        assertReason(Reason.RETAINED, () -> vault.eraseTenant(TENANT));
        assertArrayEquals(content, vault.get(name(1)));
        assertArrayEquals(content, vault.get(name(2)));
        vault.close();
        vault = Vault.open(folder, List.of(root), Clock.fixed(end.plusSeconds(1), ZoneOffset.UTC));
        assertTrue(vault.delete(name(1)));
    }

    @Test
    void aRemovalThatWasKilledHalfWayCanBeDoneAgainAndTheNameUsedAnew() throws Exception {
        byte[] content = content(1, 1000);
        vault.put(name(1), content, sha256(content));
        Files.delete(dataKeys().getFirst());
        assertReason(Reason.ERASED, () -> vault.get(name(1)));
        vault.put(name(1), content, sha256(content));
        assertArrayEquals(content, vault.get(name(1)));
        Files.delete(dataKeys().getFirst());
        assertTrue(vault.delete(name(1)));
        assertTrue(vault.scrub(seen -> {}).clean());
    }

    private List<Path> dataKeys() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("keys/" + TENANT + "/data"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
