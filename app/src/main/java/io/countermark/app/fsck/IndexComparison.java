package io.countermark.app.fsck;

import io.countermark.app.fsck.Difference.Kind;
import io.countermark.app.library.Inventory.Holding;
import io.countermark.fingerprint.index.CopyIndex;
import io.countermark.fingerprint.index.IndexException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Holds the copy indexes against the record: each opens, and has every described original and no other. */
final class IndexComparison {

    private final Path folder;
    private final List<Difference> differences;

    IndexComparison(Path folder, List<Difference> differences) {
        this.folder = folder;
        this.differences = differences;
    }

    void compare(UUID tenantId, List<Holding> holdings) {
        Path path = folder.resolve(tenantId.toString());
        if (!Files.isDirectory(path)) {
            return; // Not made before the organisation's first picture is described or checked.
        }
        try (CopyIndex index = CopyIndex.openForReading(path)) {
            Set<String> left = new HashSet<>(index.ids());
            for (Holding holding : holdings) {
                String id = holding.original().name().object().toString();
                boolean present = left.remove(id);
                if (holding.description() != null && !(present && index.isDescribed(id))) {
                    add(tenantId, "lacks the features of the original of work " + holding.workId());
                }
            }
            left.forEach(id -> add(tenantId, "has " + id + ", which is no original on record"));
        } catch (IndexException | IOException e) {
            add(tenantId, String.valueOf(e.getMessage()));
        }
    }

    private void add(UUID tenantId, String detail) {
        differences.add(new Difference(Kind.INDEX, "copy index of " + tenantId, detail));
    }
}
