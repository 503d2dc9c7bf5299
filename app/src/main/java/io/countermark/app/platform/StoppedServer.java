package io.countermark.app.platform;

import io.countermark.vault.VaultException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** Parts of the server for a command that works on the data folder while no server runs on it. */
public final class StoppedServer {

    private StoppedServer() {}

    /**
     * Opens what a configuration scans and imports; close it. No web server, no jobs, no migration. The bucket of the environment
     * counts only where the folder's objects lie in one.
     *
     * @param databaseUrl of a foreign PostgreSQL; null for the embedded one
     * @throws RefusedToStartException when that can't be: no data folder, a server runs on it, archive or database can't be opened
     */
    public static ConfigurableApplicationContext open(Class<?> context, Path data, @Nullable String databaseUrl) {
        if (!Files.isRegularFile(data.resolve("vault/VAULT"))) {
            throw new RefusedToStartException(data + " is not a data folder: it has no archive");
        }
        SpringApplication application = new SpringApplication(context);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        try {
            return application.run(arguments(data, databaseUrl).toArray(String[]::new));
        } catch (BeansException e) {
            Throwable known = cause(e, RefusedToStartException.class);
            if (known == null) {
                known = cause(e, VaultException.class);
            }
            if (known == null) {
                throw e;
            }
            throw new RefusedToStartException(String.valueOf(known.getMessage()), e);
        }
    }

    private static List<String> arguments(Path data, @Nullable String databaseUrl) {
        List<String> arguments = new ArrayList<>(List.of(
                "--countermark.data=" + data.toAbsolutePath(),
                "--logging.level.root=warn",
                "--logging.level.io.countermark=warn",
                "--logging.level.org.springframework.context=error",
                "--logging.level.com.zaxxer.hikari=error"));
        if (databaseUrl != null) {
            arguments.add("--countermark.database.url=" + databaseUrl);
        }
        if (Files.notExists(data.resolve("vault/ELSEWHERE"))) {
            arguments.add("--countermark.s3.bucket=");
        }
        return arguments;
    }

    /** The first of a type in a chain of causes; null when there is none. */
    public static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
