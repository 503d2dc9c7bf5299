package io.countermark.vault;

import static io.countermark.vault.VaultTest.assertReason;
import static io.countermark.vault.VaultTest.content;
import static io.countermark.vault.VaultTest.name;
import static io.countermark.vault.VaultTest.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.vault.VaultException.Reason;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against S3Proxy, a server that speaks S3 over files. */
class S3StoreTest {

    @TempDir
    Path folder;

    private S3Proxy server;
    private Path bucket;

    @BeforeEach
    void start() throws Exception {
        bucket = Files.createDirectories(folder.resolve("s3/originals"));
        Properties properties = new Properties();
        properties.setProperty("jclouds.identity", "access");
        properties.setProperty("jclouds.credential", "secret");
        properties.setProperty(
                "jclouds.filesystem.basedir", folder.resolve("s3").toString());
        server = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem", properties))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "access", "secret")
                .build();
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private S3Store store(String secret) {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getPort());
        return S3Store.open(new S3Store.Place("originals", "archive/", endpoint, "us-east-1", "access", secret));
    }

    private Vault vault() {
        RootKey root = RootKey.openOrCreate(folder.resolve("root.key"));
        return Vault.open(folder.resolve("vault"), List.of(root), Clock.systemUTC(), store("secret"));
    }

    @Test
    void aVaultKeepsItsObjectsInABucket() throws Exception {
        byte[] content = content(1, 1_000_003);
        try (Vault vault = vault()) {
            vault.put(name(1), content, sha256(content));
            vault.put(name(1), content, sha256(content));
            assertReason(Reason.ALREADY_EXISTS, () -> vault.put(name(1), new byte[9], sha256(new byte[9])));
            assertReason(Reason.NOT_FOUND, () -> vault.get(name(2)));
        }
        try (Vault vault = vault()) {
            assertArrayEquals(content, vault.get(name(1)));
            try (InputStream in = vault.stream(name(1))) {
                assertArrayEquals(content, in.readAllBytes());
            }
            try (Stream<ObjectName> names = vault.list()) {
                assertEquals(List.of(name(1)), names.toList());
            }
            assertEquals(List.of(), vault.scrub(seen -> {}).findings());
            assertThat(Files.exists(folder.resolve("vault/objects"))).isFalse();
            assertThat(vault.delete(name(1))).isTrue();
            assertReason(Reason.NOT_FOUND, () -> vault.get(name(1)));
        }
    }

    @Test
    void aBackUpOfABucketIsRestoredIntoAFolder() throws Exception {
        Path archive = folder.resolve("back-up");
        Path keys = folder.resolve("back-up-keys");
        try (Vault vault = vault()) {
            for (int version = 1; version <= 3; version++) {
                vault.put(name(version), content(version, 3000), sha256(content(version, 3000)));
            }
            assertEquals(1 + 3 + 3, vault.backUp(archive, keys)); // The marker, objects, data keys.
            vault.erase(name(1).tenant(), List.of(name(1)));
            assertEquals(2, vault.backUp(archive, keys)); // Two data keys were wrapped anew.
        }
        VaultBackup.restore(archive, keys, folder.resolve("restored"));
        RootKey root = RootKey.open(folder.resolve("root.key"));
        try (Vault back = Vault.open(folder.resolve("restored"), root)) {
            assertReason(Reason.CORRUPT, () -> back.get(name(1)));
            assertArrayEquals(content(2, 3000), back.get(name(2)));
            assertArrayEquals(content(3, 3000), back.get(name(3)));
        }
    }

    @Test
    void aBitThatFlipsInTheBucketIsFound() throws Exception {
        byte[] content = content(1, 100_000);
        try (Vault vault = vault()) {
            vault.put(name(1), content, sha256(content));
            Path file = bucket.resolve("archive/" + ObjectKey.of(name(1)));
            byte[] bytes = Files.readAllBytes(file);
            bytes[70_000] ^= 4;
            Files.write(file, bytes);
            assertReason(Reason.CORRUPT, () -> vault.get(name(1)));
            assertThat(vault.scrub(seen -> {}).findings())
                    .singleElement()
                    .extracting(ScrubReport.Finding::reason)
                    .isEqualTo(Reason.CORRUPT);
        }
    }

    @Test
    void ofSixteenThatWriteOneKeyOneWins() throws Exception {
        try (S3Store store = store("secret");
                ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Path mine = Files.write(folder.resolve("race-" + i), content(i, 5_000));
                Callable<Boolean> write = () -> {
                    try {
                        store.create("contended", mine);
                        return true;
                    } catch (FileAlreadyExistsException e) {
                        return false;
                    }
                };
                results.add(threads.submit(write));
            }
            int won = 0;
            for (Future<Boolean> result : results) {
                won += result.get() ? 1 : 0;
            }
            assertEquals(1, won);
        }
    }

    @Test
    void aVaultWithObjectsInItsFolderIsNotOpenedOverABucket() throws Exception {
        RootKey root = RootKey.openOrCreate(folder.resolve("root.key"));
        try (Vault vault = Vault.open(folder.resolve("vault"), root)) {
            vault.put(name(1), new byte[9], sha256(new byte[9]));
        }
        assertReason(Reason.STORE_UNFIT, this::vault);
    }

    @Test
    void aVaultInABucketIsNotOpenedWithoutIt() throws Exception {
        RootKey root = RootKey.openOrCreate(folder.resolve("root.key"));
        vault().close();

        assertReason(Reason.STORE_UNFIT, () -> Vault.open(folder.resolve("vault"), root));
        Files.writeString(folder.resolve("vault/ELSEWHERE"), "s3://another/archive/\n");
        assertReason(Reason.STORE_UNFIT, this::vault);
        Files.delete(folder.resolve("vault/ELSEWHERE"));
        vault().close();
    }

    @Test
    void aRefusedKeyAndASilentServerAreNamed() throws Exception {
        assertReason(Reason.IO, () -> store("not the secret"));
        try (Vault vault = vault()) {
            server.stop();
            assertReason(Reason.IO, () -> vault.put(name(1), new byte[9], sha256(new byte[9])));
            assertReason(Reason.IO, () -> vault.scrub(seen -> {}));
        }
    }

    @Test
    void aListingOfManyPagesIsWholeOrSaysThatItFailed() throws Exception {
        try (S3Store store = store("secret")) {
            Path some = Files.write(folder.resolve("some"), new byte[9]);
            Set<String> made = new TreeSet<>();
            for (int i = 0; i < 1005; i++) { // A page has a thousand.
                Path there = bucket.resolve("archive/many/" + i);
                Files.createDirectories(there.getParent());
                Files.copy(some, there);
                made.add("many/" + i);
            }
            try (Stream<String> keys = store.keys()) {
                assertEquals(made, keys.collect(Collectors.toCollection(TreeSet::new)));
            }
            Iterator<String> keys = Listing.of(store).iterator();
            keys.next();
            server.stop();
            assertReason(Reason.IO, () -> keys.forEachRemaining(key -> {}));
        }
    }
}
