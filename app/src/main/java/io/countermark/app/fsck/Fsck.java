package io.countermark.app.fsck;

import io.countermark.app.evidence.LogInventory;
import io.countermark.app.library.Inventory;
import io.countermark.app.platform.IndexFolder;
import io.countermark.app.platform.RefusedToStartException;
import io.countermark.app.platform.StoppedServer;
import io.countermark.app.platform.Tenancy;
import io.countermark.transparency.LogException;
import io.countermark.transparency.TransparencyLog;
import io.countermark.vault.Vault;
import io.countermark.vault.VaultException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;

/** The check as a whole: opens database, archive, log and copy indexes as the server would, compares, and closes them again. */
public final class Fsck {

    /**
     * How far to go.
     *
     * @param pictures      decode every original and compare its pixels with the record as well; slow
     * @param removeOrphans remove objects of the archive that no record knows
     */
    public record Scope(boolean pictures, boolean removeOrphans) {}

    private final Tenancy tenancy;
    private final Inventory inventory;
    private final LogInventory logInventory;
    private final Vault vault;
    private final Path indexes;
    private final Scope scope;
    private final Consumer<String> progress;
    private final List<Difference> differences = new ArrayList<>();

    private Fsck(ConfigurableApplicationContext context, Scope scope, Consumer<String> progress) {
        this.tenancy = context.getBean(Tenancy.class);
        this.inventory = context.getBean(Inventory.class);
        this.logInventory = context.getBean(LogInventory.class);
        this.vault = context.getBean(Vault.class);
        this.indexes = context.getBean(IndexFolder.class).path();
        this.scope = scope;
        this.progress = progress;
    }

    /**
     * Checks a data folder whose server is stopped.
     *
     * @param databaseUrl of a foreign PostgreSQL; null for the embedded one
     * @param progress    told what is being done
     * @throws FsckException when it can't be checked: no such folder, a server runs on it, the database can't be reached
     */
    public static FsckReport run(Path data, @Nullable String databaseUrl, Scope scope, Consumer<String> progress) {
        progress.accept("opening database and archive");
        try (ConfigurableApplicationContext context = StoppedServer.open(FsckContext.class, data, databaseUrl)) {
            return new Fsck(context, scope, progress).run(context);
        } catch (RefusedToStartException e) {
            throw new FsckException(String.valueOf(e.getMessage()), e);
        } catch (VaultException e) {
            throw new FsckException("The archive can't be opened: " + e.getMessage(), e);
        } catch (DataAccessException e) {
            throw new FsckException(
                    "The database can't be read: " + e.getMostSpecificCause().getMessage(), e);
        }
    }

    private FsckReport run(ConfigurableApplicationContext context) {
        List<UUID> tenants = tenancy.all();
        Map<UUID, List<Inventory.Holding>> holdings = new HashMap<>();
        tenants.forEach(tenant -> holdings.put(tenant, inventory.of(tenant)));
        long entries = log(context, tenants, holdings);
        ArchiveComparison archive = new ArchiveComparison(vault, differences, progress);
        tenants.forEach(tenant -> archive.compare(holdings.getOrDefault(tenant, List.of()), scope.pictures()));
        tenants.forEach(tenant -> archive.compareChannels(tenant, inventory.channelRenditions(tenant)));
        int removed = archive.others(scope.removeOrphans());
        progress.accept("reading the copy indexes");
        IndexComparison index = new IndexComparison(indexes, differences);
        tenants.forEach(tenant -> index.compare(tenant, holdings.getOrDefault(tenant, List.of())));
        return new FsckReport(
                tenants.size(),
                holdings.values().stream().mapToLong(List::size).sum(),
                archive.objects(),
                archive.bytes(),
                entries,
                differences,
                removed);
    }

    private long log(
            ConfigurableApplicationContext context, List<UUID> tenants, Map<UUID, List<Inventory.Holding>> holdings) {
        progress.accept("reading the log");
        try {
            LogComparison comparison = new LogComparison(context.getBean(TransparencyLog.class), differences);
            comparison.folder();
            tenants.forEach(
                    tenant -> comparison.compare(holdings.getOrDefault(tenant, List.of()), logInventory.of(tenant)));
            comparison.unrecorded();
            comparison.stamps(logInventory.stamps());
            return comparison.size();
        } catch (BeansException e) {
            LogException cause = StoppedServer.cause(e, LogException.class);
            if (cause == null) {
                throw e;
            }
            differences.add(new Difference(Difference.Kind.LOG, "log", String.valueOf(cause.getMessage())));
            return 0;
        }
    }
}
