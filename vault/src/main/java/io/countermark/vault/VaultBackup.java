package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Back-up of a vault in two parts that must be kept apart.
 *
 * <ul>
 *   <li>The archive: {@code VAULT}, {@code objects/} and {@code keys/TENANT/data/}, copied file by file. It only grows, and may be
 *       kept in as many generations and on as many media as one likes.
 *   <li>The keys: {@code keys/root} and {@code keys/TENANT/kek-N}, a few hundred bytes a tenant. Each run replaces the former copy.
 *       Keep no older generation: that is what makes an erasure hold against the archive's back-ups.
 * </ul>
 *
 * The root key is in neither. All three together give the vault back.
 */
public final class VaultBackup {

    private VaultBackup() {}

    /**
     * Copies what the archive does not have yet, and data keys that were wrapped anew; fsyncs it.
     *
     * @return number of files copied
     */
    public static long archive(Path vault, Path archive) {
        try {
            long copied = copy(vault, archive, List.of("VAULT"));
            for (String part : List.of("objects", "keys")) {
                copied += copy(vault, archive, files(vault, part, false));
            }
            return copied;
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /** Both parts, of a vault whose objects may lie elsewhere. Objects before their keys: of each object that is in it, the key is too. */
    static long run(Path vault, ObjectStore store, Path archive, Path keys) throws IOException {
        long copied = copy(vault, archive, List.of("VAULT")) + objects(store, archive);
        copied += copy(vault, archive, files(vault, "keys", false));
        keys(vault, keys);
        return copied;
    }

    private static long objects(ObjectStore store, Path archive) throws IOException {
        Folders folders = new Folders(archive.toAbsolutePath().normalize());
        Path objects = folders.ensure(archive.toAbsolutePath().normalize().resolve("objects"));
        long copied = 0;
        try (Stream<String> all = Listing.of(store)) {
            for (Iterator<String> keys = all.iterator(); keys.hasNext(); ) {
                String key = keys.next();
                Path target = objects.resolve(key);
                if (ObjectKey.name(key).isEmpty() || Files.exists(target)) { // Never half written, and never changes.
                    continue;
                }
                folders.ensure(Durable.folderOf(target));
                try (ObjectStore.Stored stored = store.open(key)) {
                    write(stored.bytes(), target);
                    copied++;
                } catch (NoSuchFileException e) {
                    // Deleted since it was listed.
                }
            }
        }
        return copied;
    }

    /** Replaces the copy of the keys by the present ones. Run it after every erasure and rotation. */
    public static void keys(Path vault, Path keys) {
        try {
            List<String> present = files(vault, "keys", true);
            copy(vault, keys, present);
            if (Files.isDirectory(keys.resolve("keys"))) {
                for (String there : files(keys, "keys", true)) {
                    if (!present.contains(there)) {
                        Files.delete(keys.resolve(there));
                        Durable.sync(Durable.folderOf(keys.resolve(there)));
                    }
                }
            }
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * Puts both parts together in a new folder, ready for {@link Vault#open}; follow it with {@link Vault#scrub}.
     *
     * @throws VaultException ALREADY_EXISTS when the folder has a vault in it
     */
    public static void restore(Path archive, Path keys, Path vault) {
        try {
            if (Files.exists(vault.resolve("VAULT"))) {
                throw new VaultException(Reason.ALREADY_EXISTS, vault + " holds a vault");
            }
            copy(keys, vault, files(keys, "keys", true));
            for (String part : List.of("objects", "keys")) {
                copy(archive, vault, files(archive, part, false));
            }
            copy(archive, vault, List.of("VAULT"));
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    private static List<String> files(Path root, String part, boolean wrappingKeys) throws IOException {
        Path start = root.resolve(part);
        if (Files.notExists(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith("keys/")
                            || name.matches("keys/(root|[0-9a-f-]{36}/kek-[0-9]+)") == wrappingKeys)
                    .toList();
        }
    }

    private static long copy(Path from, Path to, List<String> names) throws IOException {
        Folders folders = new Folders(to.toAbsolutePath().normalize());
        long copied = 0;
        for (String name : names) {
            Path source = from.resolve(name);
            Path target = to.toAbsolutePath().normalize().resolve(name);
            boolean mutable = name.startsWith("keys/");
            if (!mutable && Files.exists(target) && Files.size(target) == Files.size(source)) {
                continue;
            }
            folders.ensure(Durable.folderOf(target));
            try (InputStream in = Files.newInputStream(source)) {
                write(in, target);
                copied++;
            } catch (NoSuchFileException e) {
                // A data key that was destroyed since it was listed.
            }
        }
        return copied;
    }

    private static void write(InputStream content, Path target) throws IOException {
        Path temporary = Durable.temporary(Durable.folderOf(target));
        try {
            try (OutputStream out = Durable.create(temporary)) {
                content.transferTo(out);
            }
            Durable.sync(temporary);
            Durable.replace(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
        Durable.sync(Durable.folderOf(target));
    }
}
