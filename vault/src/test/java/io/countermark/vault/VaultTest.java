package io.countermark.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {

    @TempDir
    Path folder;

    private RootKey root;
    private Vault vault;

    @BeforeEach
    void open() {
        root = RootKey.openOrCreate(folder.resolve("root.key"));
        vault = Vault.open(folder.resolve("vault"), root);
    }

    @AfterEach
    void close() {
        vault.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 65_535, 65_536, 65_537, 131_072, 1_000_003})
    void whatWasPutComesBack(int length) throws Exception {
        byte[] content = content(length, length);
        ObjectName name = name(1);
        Vault.StoredObject stored = vault.put(name, content, sha256(content));
        assertArrayEquals(content, vault.get(name));
        assertEquals(length, stored.contentLength());
        assertEquals(length + 124L + 16L * Math.max(1, Math.ceilDiv(length, 65_536)), stored.storedLength());
    }

    @Test
    void itIsThereAfterAnotherOpening() throws Exception {
        byte[] content = content(7, 70_000);
        ObjectName name = name(3);
        vault.put(name, content, sha256(content));
        vault.close();
        vault = Vault.open(folder.resolve("vault"), RootKey.openOrCreate(folder.resolve("root.key")));
        assertArrayEquals(content, vault.get(name));
        try (Stream<ObjectName> names = vault.list()) {
            assertEquals(List.of(name), names.toList());
        }
    }

    @Test
    void theSameContentAgainIsAcceptedOtherContentIsNot() throws Exception {
        byte[] content = content(1, 1000);
        byte[] other = content(2, 1000);
        ObjectName name = name(1);
        vault.put(name, content, sha256(content));
        vault.put(name, content, sha256(content));
        assertReason(Reason.ALREADY_EXISTS, () -> vault.put(name, other, sha256(other)));
        assertArrayEquals(content, vault.get(name));
    }

    @Test
    void contentThatIsNotWhatItsDigestSaysIsRefusedAndNothingStored() throws Exception {
        byte[] content = content(1, 1000);
        assertReason(Reason.DIGEST_MISMATCH, () -> vault.put(name(1), content, sha256(content(2, 1000))));
        assertThat(files("objects")).isEmpty();
        assertThat(files("tmp")).isEmpty();
    }

    @Test
    void aDeletedObjectIsGoneWithItsKey() throws Exception {
        byte[] content = content(1, 1000);
        ObjectName name = name(1);
        vault.put(name, content, sha256(content));
        assertThat(vault.delete(name)).isTrue();
        assertThat(vault.delete(name)).isFalse();
        assertThat(vault.contains(name)).isFalse();
        assertReason(Reason.NOT_FOUND, () -> vault.get(name));
        assertThat(files("keys")).allMatch(file -> !file.toString().contains("/data/"));
    }

    @Test
    void leftOverTemporaryFilesAreRemovedAtOpen() throws Exception {
        Path left = folder.resolve("vault/tmp/.tmp-left");
        Files.write(left, new byte[] {1});
        vault.close();
        vault = Vault.open(folder.resolve("vault"), root);
        assertThat(left).doesNotExist();
    }

    @Test
    void onlyOneMayHaveItOpen() {
        assertReason(Reason.IN_USE, () -> Vault.open(folder.resolve("vault"), root));
    }

    @Test
    void anotherRootKeyIsToldAtOpen() {
        vault.close();
        RootKey other = RootKey.openOrCreate(folder.resolve("other.key"));
        assertReason(Reason.WRONG_KEY, () -> Vault.open(folder.resolve("vault"), other));
        vault = Vault.open(folder.resolve("vault"), root);
    }

    static void assertReason(Reason expected, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        VaultException thrown = catchThrowableOfType(VaultException.class, call);
        assertThat(thrown).as("expected " + expected).isNotNull();
        assertEquals(expected, thrown.reason(), thrown.getMessage());
    }

    static ObjectName name(int version) {
        return new ObjectName(
                UUID.fromString("01890000-0000-7000-8000-000000000001"),
                UUID.fromString("01890000-0000-7000-8000-0000000000aa"),
                version);
    }

    static byte[] content(long seed, int length) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }

    static byte[] sha256(byte[] content) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(content);
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve("vault").resolve(part))) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }
}
