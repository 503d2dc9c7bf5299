package io.countermark.app.platform.postgres;

import com.sun.security.auth.module.UnixSystem;
import io.countermark.app.platform.RefusedToStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How PostgreSQL is started so that it does not see itself as root, which it refuses.
 *
 * <p>A user namespace is tried first: in it root is the unmapped user 65534 to PostgreSQL, while to the kernel the files stay root's, so
 * nothing about the data folder has to change. Containers often forbid new namespaces; there root may become {@code nobody}.
 */
enum Unprivileged {
    /** We are not root: as ourselves. */
    DIRECT(""),
    /** Root, in a user namespace without a mapping. */
    USER_NAMESPACE("unshare -U --"),
    /** Root, as the user nobody, to whom the database folder is given. */
    NOBODY("setpriv --reuid=nobody --regid=65534 --clear-groups --");

    private static final Logger LOG = LoggerFactory.getLogger(Unprivileged.class);

    private final String prefix;

    Unprivileged(String prefix) {
        this.prefix = prefix;
    }

    /** The way that works on this machine. */
    static Unprivileged choose(PostgresBinaries binaries, Path folder) {
        if (!isRoot()) {
            return DIRECT;
        }
        List<String> version = List.of(binaries.program("postgres").toString(), "--version");
        if (works(USER_NAMESPACE.command(version, false))) {
            return USER_NAMESPACE;
        }
        enterable(folder);
        if (works(NOBODY.command(version, false))) {
            return NOBODY;
        }
        throw new RefusedToStartException("""
                PostgreSQL refuses to run as root, and neither 'unshare -U' (new user namespaces are forbidden here) nor 'setpriv \
                --reuid=nobody' (util-linux is missing, or %s can't be reached by the user nobody) works.
                Start countermark as an ordinary user, put --data where everybody may enter (for example /var/lib/countermark), or \
                set COUNTERMARK_DB_URL to a PostgreSQL of yours.""".formatted(folder));
    }

    /** Lets others pass through (not list) the folder and the one above it, the data folder. */
    private static void enterable(Path folder) {
        try {
            for (Path each = folder;
                    each != null && each.getNameCount() > folder.getNameCount() - 2;
                    each = each.getParent()) {
                Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(each));
                mode.add(PosixFilePermission.GROUP_EXECUTE);
                mode.add(PosixFilePermission.OTHERS_EXECUTE);
                Files.setPosixFilePermissions(each, mode);
            }
        } catch (IOException e) {
            throw new RefusedToStartException("The mode of " + folder + " can't be changed: " + e.getMessage(), e);
        }
    }

    static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    /**
     * The command line that runs a program this way.
     *
     * @param dieWithUs ask the kernel to send SIGINT (PostgreSQL's fast shutdown) when the thread that started it ends, our death included
     */
    List<String> command(List<String> program, boolean dieWithUs) {
        List<String> command = new ArrayList<>();
        if (dieWithUs) {
            // A session of its own: Ctrl-C at the terminal is for the server, which then stops its database in order.
            command.add("setsid");
        }
        if (!prefix.isEmpty()) {
            command.addAll(List.of(prefix.split(" ", -1)));
        }
        if (dieWithUs) {
            // Inside the namespace: entering one clears the death signal.
            command.addAll(List.of("setpriv", "--pdeathsig", "INT", "--"));
        }
        command.addAll(program);
        return command;
    }

    /** Whether the kernel's death signal can be asked for here. */
    boolean canDieWithUs(PostgresBinaries binaries) {
        return works(command(List.of(binaries.program("postgres").toString(), "--version"), true));
    }

    /** Makes the folder, and all in it, that of the user the database runs as. */
    void own(Path folder) {
        String owner = this == NOBODY ? "nobody" : this == USER_NAMESPACE ? "root" : null;
        if (owner == null) {
            return;
        }
        try {
            UserPrincipal principal =
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
            if (this == NOBODY) {
                enterable(Objects.requireNonNull(folder.getParent()));
            }
            if (!principal.equals(Files.getOwner(folder))) {
                Trees.own(folder, principal);
            }
        } catch (IOException e) {
            throw new RefusedToStartException(
                    "The database folder " + folder + " can't be given to the user " + owner, e);
        }
    }

    private static boolean works(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            LOG.debug("{} is not there: {}", command.getFirst(), e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
