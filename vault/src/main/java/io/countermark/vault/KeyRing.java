package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The keys of a vault, each wrapped ({@link CommittingCipher}) by the one above it:
 *
 * <pre>
 *   root key, outside
 *     keys/root                      the vault's id, wrapped: tells a wrong root key at once
 *     keys/TENANT/kek-N              key-encryption key N of a tenant, N from 1; the highest wraps what is new.
 *                                    context "tenant key TENANT N"
 *       keys/TENANT/data/XX/ID       data key of one object, 32 bytes, then the SHA-256 of its content, 32 bytes; XX is the last
 *                                    two digits of ID. context "data key TENANT OBJECT VERSION ID"
 * </pre>
 *
 * Data keys stand in files of their own, so that a change of any key above them never touches a ciphertext, and an object whose key
 * file is destroyed cannot be opened again.
 */
final class KeyRing {

    private final Path keys;
    private final Folders folders;
    private final Path temporaries;
    private final RootKey root;
    private final Map<UUID, NavigableMap<Integer, byte[]>> tenants = new ConcurrentHashMap<>();

    /** What a data key file holds. */
    record DataKey(UUID id, byte[] key, byte[] sha256) {}

    KeyRing(Path vault, Folders folders, Path temporaries, RootKey root, UUID vaultId) throws IOException {
        this.keys = vault.resolve("keys");
        this.folders = folders;
        this.temporaries = temporaries;
        this.root = root;
        folders.ensure(keys);
        checkRoot(vaultId);
    }

    private void checkRoot(UUID vaultId) throws IOException {
        Path check = keys.resolve("root");
        String context = "vault " + vaultId;
        if (Files.notExists(check)) {
            store(check, root.wrap(context.getBytes(StandardCharsets.UTF_8), context));
        }
        root.unwrap(Files.readAllBytes(check), context);
    }

    /** Makes, wraps and stores a data key; durable on return. */
    DataKey create(ObjectName name, byte[] sha256) throws IOException {
        byte[] key = CommittingCipher.random(CommittingCipher.KEY);
        DataKey made = new DataKey(UUID.randomUUID(), key, sha256);
        byte[] kek = tenant(name.tenant(), true).lastEntry().getValue();
        byte[] wrapped = CommittingCipher.wrap(kek, CommittingCipher.concat(key, sha256), dataContext(name, made.id()));
        store(dataFile(name.tenant(), made.id()), wrapped);
        return made;
    }

    /** @throws VaultException ERASED when there is no such key any more */
    DataKey open(ObjectName name, UUID id) throws IOException {
        byte[] wrapped;
        try {
            wrapped = Files.readAllBytes(dataFile(name.tenant(), id));
        } catch (NoSuchFileException e) {
            throw new VaultException(Reason.ERASED, "The key of " + name + " was destroyed", e);
        }
        String what = "data key " + id;
        byte[] kek = find(name.tenant(), CommittingCipher.wrappingKeyId(wrapped, what), what);
        byte[] both = CommittingCipher.unwrap(kek, wrapped, dataContext(name, id), what);
        if (both.length != 64) {
            throw new VaultException(Reason.CORRUPT, what + ": " + both.length + " bytes");
        }
        return new DataKey(id, Arrays.copyOf(both, 32), Arrays.copyOfRange(both, 32, 64));
    }

    /** Whether it was there. */
    boolean destroy(UUID tenant, UUID id) throws IOException {
        Path file = dataFile(tenant, id);
        boolean there = Files.deleteIfExists(file);
        if (there) {
            Durable.sync(Durable.folderOf(file));
        }
        return there;
    }

    private byte[] find(UUID tenant, byte[] keyId, String what) throws IOException {
        for (byte[] kek : tenant(tenant, false).values()) {
            if (Arrays.equals(keyId, CommittingCipher.keyId(kek))) {
                return kek;
            }
        }
        throw new VaultException(
                Reason.CORRUPT,
                what + ": no key " + HexFormat.of().formatHex(keyId) + " among the keys of tenant " + tenant);
    }

    /** The key-encryption keys of a tenant by version; the first is made when there is none and {@code create}. */
    private NavigableMap<Integer, byte[]> tenant(UUID tenant, boolean create) throws IOException {
        NavigableMap<Integer, byte[]> known = tenants.get(tenant);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            NavigableMap<Integer, byte[]> loaded = load(tenant);
            if (loaded.isEmpty()) {
                if (!create) {
                    throw new VaultException(Reason.ERASED, "Tenant " + tenant + " has no key");
                }
                byte[] first = CommittingCipher.random(CommittingCipher.KEY);
                store(kekFile(tenant, 1), root.wrap(first, kekContext(tenant, 1)));
                loaded.put(1, first);
            }
            tenants.put(tenant, loaded);
            return loaded;
        }
    }

    private NavigableMap<Integer, byte[]> load(UUID tenant) throws IOException {
        NavigableMap<Integer, byte[]> loaded = new TreeMap<>();
        Path folder = keys.resolve(tenant.toString());
        if (Files.notExists(folder)) {
            return loaded;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("kek-[1-9][0-9]{0,8}")) {
                    int version = Integer.parseInt(name.substring(4));
                    loaded.put(version, root.unwrap(Files.readAllBytes(file), kekContext(tenant, version)));
                }
            }
        }
        return loaded;
    }

    private void store(Path file, byte[] bytes) throws IOException {
        Path folder = folders.ensure(Durable.folderOf(file));
        Path temporary = Durable.temporary(temporaries);
        try {
            Durable.write(temporary, bytes);
            Durable.publish(temporary, file);
        } catch (FileAlreadyExistsException e) {
            throw new VaultException(Reason.IN_USE, file + " appeared meanwhile", e);
        } finally {
            Files.deleteIfExists(temporary);
        }
        Durable.sync(folder);
    }

    private Path kekFile(UUID tenant, int version) {
        return keys.resolve(tenant.toString()).resolve("kek-" + version);
    }

    private Path dataFile(UUID tenant, UUID id) {
        String text = id.toString();
        return keys.resolve(tenant.toString())
                .resolve("data")
                .resolve(text.substring(text.length() - 2))
                .resolve(text);
    }

    private static String kekContext(UUID tenant, int version) {
        return "tenant key " + tenant + " " + version;
    }

    private static String dataContext(ObjectName name, UUID id) {
        return "data key " + name.tenant() + " " + name.object() + " " + name.version() + " " + id;
    }
}
