package io.countermark.vault;

import io.countermark.vault.ScrubReport.Finding;
import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One walk over a vault. */
final class Scrub {

    private final Vault vault;
    private final KeyRing keys;
    private final Path root;
    private final List<Finding> findings = new ArrayList<>();
    private long objects;
    private long bytes;

    Scrub(Vault vault, KeyRing keys, Path root) {
        this.vault = vault;
        this.keys = keys;
        this.root = root;
    }

    ScrubReport run(Stream<ObjectName> names, Consumer<ScrubReport> progress) throws IOException {
        Set<UUID> used = new HashSet<>();
        Set<UUID> listed = new HashSet<>();
        for (UUID tenant : vault.tenants()) {
            // Before the objects: a key that is made meanwhile is not missed by its object.
            listed.addAll(keys.dataKeys(tenant));
        }
        names.forEach(name -> {
            object(name).ifPresent(used::add);
            progress.accept(report());
        });
        for (UUID tenant : vault.tenants()) {
            for (UUID id : keys.dataKeys(tenant)) {
                if (listed.contains(id)) {
                    key(tenant, id, used.contains(id));
                }
            }
        }
        strangers();
        return report();
    }

    private Optional<UUID> object(ObjectName name) {
        try {
            bytes += vault.check(name);
            objects++;
            return Optional.of(vault.keyId(name));
        } catch (VaultException e) {
            if (e.reason() != Reason.NOT_FOUND) { // Deleted since it was listed.
                found("objects/" + ObjectKey.of(name), e);
            }
        } catch (IOException e) {
            found("objects/" + ObjectKey.of(name), VaultException.of(e));
        }
        return Optional.empty();
    }

    private void key(UUID tenant, UUID id, boolean used) throws IOException {
        String file = root.relativize(keys.dataFile(tenant, id)).toString().replace('\\', '/');
        try {
            ObjectName owner = keys.owner(tenant, id);
            keys.open(owner, id);
            if (!used && !vault.contains(owner)) {
                found(file, new VaultException(Reason.UNUSED_KEY, "No object uses this key: " + owner));
            }
        } catch (VaultException e) {
            if (e.reason() != Reason.ERASED) {
                found(file, e);
            }
        }
    }

    /** Destroys the keys of objects that are not there; returns how many. */
    static int removeUnusedKeys(Vault vault, KeyRing keys) throws IOException {
        int removed = 0;
        for (UUID tenant : vault.tenants()) {
            for (UUID id : keys.dataKeys(tenant)) {
                if (isUnused(vault, keys, tenant, id) && keys.destroy(tenant, id)) {
                    removed++;
                }
            }
        }
        return removed;
    }

    private static boolean isUnused(Vault vault, KeyRing keys, UUID tenant, UUID id) throws IOException {
        try {
            return !vault.contains(keys.owner(tenant, id));
        } catch (VaultException e) {
            return false; // Nobody knows whose a damaged key is; the scrub names it.
        }
    }

    /** Files that have no place in the layout. */
    private void strangers() {
        try (Stream<String> all = vault.storeKeys()) {
            all.filter(key -> ObjectKey.name(key).isEmpty())
                    .forEach(key -> found(
                            "objects/" + key,
                            new VaultException(Reason.CORRUPT, "Not where an object of that name belongs")));
        }
    }

    private void found(String path, VaultException why) {
        findings.add(new Finding(path, why.reason(), String.valueOf(why.getMessage())));
    }

    private ScrubReport report() {
        return new ScrubReport(objects, bytes, findings);
    }
}
