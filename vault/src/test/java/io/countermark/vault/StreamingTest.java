package io.countermark.vault;

import static io.countermark.vault.VaultTest.assertReason;
import static io.countermark.vault.VaultTest.content;
import static io.countermark.vault.VaultTest.name;
import static io.countermark.vault.VaultTest.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.vault.VaultException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingTest {

    private static final int MEBIBYTES = 192;

    /** Lengths around a segment (64 KiB) and a batch (512 KiB). */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 524_287, 524_288, 524_289, 1_048_576, 1_048_577, 3_000_000})
    void aStreamComesBackAsItWent(int length) throws Exception {
        byte[] content = content(length, length);
        try (Scratch scratch = new Scratch();
                Vault vault = vault(scratch.folder())) {
            vault.put(name(1), new Dripping(content), sha256(content));
            assertArrayEquals(content, vault.get(name(1)));
            try (InputStream in = vault.stream(name(1))) {
                assertArrayEquals(content, in.readAllBytes());
                assertEquals(-1, in.read());
            }
        }
    }

    @Test
    void aWrongDigestOrABrokenStreamLeavesNothing() throws Exception {
        byte[] content = content(1, 1_500_000);
        try (Scratch scratch = new Scratch();
                Vault vault = vault(scratch.folder())) {
            assertReason(
                    Reason.DIGEST_MISMATCH,
                    () -> vault.put(name(1), new ByteArrayInputStream(content), sha256(new byte[1])));
            InputStream breaking = new SequenceInputStream(new ByteArrayInputStream(content), new Broken());
            assertReason(Reason.IO, () -> vault.put(name(1), breaking, sha256(content)));
            assertReason(Reason.NOT_FOUND, () -> vault.get(name(1)));
            assertEquals(List.of(), vault.scrub(seen -> {}).findings());
            try (Stream<Path> left = Files.list(scratch.folder().resolve("vault/tmp"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void nothingOfADamagedSegmentIsGivenOut() throws Exception {
        byte[] content = content(1, 3_000_000);
        try (Scratch scratch = new Scratch();
                Vault vault = vault(scratch.folder())) {
            vault.put(name(1), content, sha256(content));
            Path file = scratch.folder().resolve("vault/objects/" + ObjectKey.of(name(1)));
            byte[] bytes = Files.readAllBytes(file);
            bytes[SealedObject.HEADER + 20 * 65_552 + 9] ^= 1;
            Files.write(file, bytes);
            try (InputStream in = vault.stream(name(1))) {
                byte[] first = in.readNBytes(16 * 65_536);
                assertArrayEquals(Arrays.copyOf(content, first.length), first);
                assertReason(Reason.CORRUPT, in::readAllBytes);
            }
        }
    }

    @Test
    void anObjectLargerThanTheMemoryGoesThrough() throws Exception {
        try (Scratch scratch = new Scratch()) {
            Path said = scratch.folder().resolve("said");
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx48m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LargeChild.class.getName(),
                            scratch.folder().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            boolean ended = child.waitFor(180, TimeUnit.SECONDS);
            child.destroyForcibly();
            assertEquals("", ended && child.waitFor() == 0 ? "" : Files.readString(said), "what the child said");
        }
    }

    /** Stores and reads four times its heap. */
    static final class LargeChild {

        private LargeChild() {}

        public static void main(String[] arguments) throws Exception {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = large();
                    OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                in.transferTo(out);
            }
            byte[] sha256 = digest.digest();
            try (Vault vault = vault(Path.of(arguments[0]))) {
                assertEquals(
                        (long) MEBIBYTES << 20,
                        vault.put(name(1), large(), sha256).contentLength());
                try (InputStream in = vault.stream(name(1));
                        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                    assertEquals((long) MEBIBYTES << 20, in.transferTo(out));
                }
                assertArrayEquals(sha256, digest.digest());
            }
        }

        private static InputStream large() {
            byte[] mebibyte = content(7, 1 << 20);
            return new SequenceInputStream(Collections.enumeration(Stream.generate(() -> mebibyte)
                    .limit(MEBIBYTES)
                    .map(bytes -> (InputStream) new ByteArrayInputStream(bytes))
                    .toList()));
        }
    }

    private static Vault vault(Path folder) {
        return Vault.open(folder.resolve("vault"), RootKey.openOrCreate(folder.resolve("root.key")));
    }

    /** Gives a few bytes at a time, as a network does. */
    private static final class Dripping extends ByteArrayInputStream {

        Dripping(byte[] content) {
            super(content);
        }

        @Override
        public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, 7_001));
        }

        @Override
        public synchronized int readNBytes(byte[] into, int from, int length) {
            int count = 0;
            while (count < length) {
                int some = read(into, from + count, length - count);
                if (some < 0) {
                    break;
                }
                count += some;
            }
            return count;
        }
    }

    private static final class Broken extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("the line is dead");
        }
    }
}
