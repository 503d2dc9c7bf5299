package io.countermark.vault;

import static io.countermark.vault.VaultTest.assertReason;
import static io.countermark.vault.VaultTest.content;
import static io.countermark.vault.VaultTest.name;
import static io.countermark.vault.VaultTest.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is changed on the disk is found, named and never served. */
class TamperTest {

    private static final int SEALED_SEGMENT = 65_536 + 16;

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
        for (int version = 1; version <= 3; version++) {
            byte[] content = content(version, 4000 * version);
            vault.put(name(version), content, sha256(content));
        }
    }

    @AfterEach
    void close() throws Exception {
        vault.close();
        scratch.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"objects/.*", "header of objects/.*", "keys/.*/data/.*", "keys/.*/kek-1", "keys/root", "VAULT"})
    void everyFlippedBitIsFoundAndNamed(String kind) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        vault.close();
        boolean header = kind.startsWith("header of ");
        List<Path> files = files(kind.replace("header of ", ""));
        assertThat(files).isNotEmpty();
        for (int round = 0; round < 1000; round++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] right = Files.readAllBytes(file);
            byte[] wrong = right.clone();
            int bit = random.nextInt(8 * (header ? SealedObject.HEADER : wrong.length));
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, wrong, StandardOpenOption.TRUNCATE_EXISTING);
            String found = whatIsWrong();
            String name = folder.relativize(file).toString();
            assertThat(found)
                    .as("seed " + seed + ", bit " + bit + " of " + name)
                    .isNotEmpty();
            if (kind.contains("objects") || kind.contains("data")) {
                assertThat(found).contains(file.getFileName().toString());
            }
            Files.write(file, right, StandardOpenOption.TRUNCATE_EXISTING);
        }
        assertEquals("", whatIsWrong());
        vault = Vault.open(folder, root);
    }

    /** What opening and a scrub say; empty when nothing is wrong. Content is only ever what was put. */
    private String whatIsWrong() throws Exception {
        try (Vault opened = Vault.open(folder, List.of(root), Clock.systemUTC())) {
            for (int version = 1; version <= 3; version++) {
                try {
                    assertArrayEquals(content(version, 4000 * version), opened.get(name(version)));
                } catch (VaultException e) {
                    continue; // Refused: as it must be.
                }
            }
            ScrubReport report = opened.scrub(seen -> {});
            return report.clean() ? "" : report.findings().toString();
        } catch (VaultException e) {
            return e.reason() + " " + e.getMessage();
        }
    }

    @Test
    void swappedObjectsAreRefused() throws Exception {
        Path one = folder.resolve("objects/" + ObjectKey.of(name(1)));
        Path two = folder.resolve("objects/" + ObjectKey.of(name(2)));
        byte[] first = Files.readAllBytes(one);
        Files.write(one, Files.readAllBytes(two));
        Files.write(two, first);
        assertReason(Reason.CORRUPT, () -> vault.get(name(1)));
        assertReason(Reason.CORRUPT, () -> vault.get(name(2)));
    }

    @Test
    void anObjectUnderTheHeaderOfAnotherIsRefused() throws Exception {
        byte[] one = Files.readAllBytes(folder.resolve("objects/" + ObjectKey.of(name(1))));
        byte[] two = Files.readAllBytes(folder.resolve("objects/" + ObjectKey.of(name(2))));
        System.arraycopy(one, 0, two, 0, SealedObject.HEADER);
        Files.write(folder.resolve("objects/" + ObjectKey.of(name(1))), two);
        assertReason(Reason.CORRUPT, () -> vault.get(name(1)));
        // Only the name of the header changed: the other's key is asked for, which is not of this name.
        byte[] renamed = Files.readAllBytes(folder.resolve("objects/" + ObjectKey.of(name(2))));
        System.arraycopy(one, 8, renamed, 8, 36);
        Files.write(folder.resolve("objects/" + ObjectKey.of(name(1))), renamed);
        assertReason(Reason.CORRUPT, () -> vault.get(name(1)));
    }

    @Test
    void swappedKeysAreRefused() throws Exception {
        List<Path> keys = files("keys/.*/data/.*");
        byte[] first = Files.readAllBytes(keys.get(0));
        Files.write(keys.get(0), Files.readAllBytes(keys.get(1)));
        Files.write(keys.get(1), first);
        assertEquals(
                2,
                vault.scrub(seen -> {}).findings().stream()
                        .filter(finding -> finding.file().startsWith("objects/"))
                        .count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "last segment gone",
                "last byte gone",
                "swapped",
                "repeated",
                "first gone",
                "byte added",
                "all gone"
            })
    void truncatedOrReorderedSegmentsAreRefused(String how) throws Exception {
        byte[] content = content(9, 3 * 65_536);
        vault.put(name(9), content, sha256(content));
        Path file = folder.resolve("objects/" + ObjectKey.of(name(9)));
        byte[] right = Files.readAllBytes(file);
        int at = SealedObject.HEADER;
        byte[] wrong = switch (how) {
            case "last segment gone" -> Arrays.copyOf(right, right.length - SEALED_SEGMENT);
            case "last byte gone" -> Arrays.copyOf(right, right.length - 1);
            case "byte added" -> Arrays.copyOf(right, right.length + 1);
            case "all gone" -> Arrays.copyOf(right, at);
            case "first gone" -> {
                byte[] shorter = Arrays.copyOf(right, right.length - SEALED_SEGMENT);
                System.arraycopy(right, at + SEALED_SEGMENT, shorter, at, 2 * SEALED_SEGMENT);
                yield shorter;
            }
            case "swapped" -> {
                byte[] swapped = right.clone();
                System.arraycopy(right, at, swapped, at + SEALED_SEGMENT, SEALED_SEGMENT);
                System.arraycopy(right, at + SEALED_SEGMENT, swapped, at, SEALED_SEGMENT);
                yield swapped;
            }
            case "repeated" -> {
                byte[] repeated = right.clone();
                System.arraycopy(right, at, repeated, at + SEALED_SEGMENT, SEALED_SEGMENT);
                yield repeated;
            }
            default -> fail(how);
        };
        Files.write(file, wrong);
        assertReason(Reason.CORRUPT, () -> vault.get(name(9)));
    }

    @Test
    void aStrangeFileAmongTheObjectsIsNamed() throws Exception {
        Path stranger = folder.resolve("objects/" + ObjectKey.of(name(1))).resolveSibling("readme.txt");
        Files.writeString(stranger, "?");
        assertThat(vault.scrub(seen -> {}).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.file()).endsWith("readme.txt"));
    }

    private List<Path> files(String kind) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> folder.relativize(file).toString().matches(kind))
                    .toList();
        }
    }
}
