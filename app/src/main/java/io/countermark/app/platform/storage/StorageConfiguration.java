package io.countermark.app.platform.storage;

import io.countermark.app.platform.IndexFolder;
import io.countermark.app.platform.RefusedToStartException;
import io.countermark.app.platform.SealedKeys;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.TransparencyLog;
import io.countermark.vault.RootKey;
import io.countermark.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Opens what lives in the data folder: {@code keys/root.key} or what stands for it, {@code vault}, {@code log}, {@code index}. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

    private static final String LOG_SIGNER = "log-signer";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Opened once: a token is not asked for its PIN a second time. */
    record RootKeys(List<RootKey> all) {}

    @Bean
    RootKeys rootKeys(DataFolder folder, KeySettings keys) {
        Path file = folder.folder("keys").resolve("root.key");
        boolean made = Files.isRegularFile(folder.path().resolve("vault/VAULT"));
        if (made && Files.notExists(file) && keys.inFile()) {
            // A new key would open nothing here, and stand in the place of the right one.
            throw new RefusedToStartException(
                    file + " is missing, and the archive beside it was made with a root key: put the file"
                            + " back, or name the token or service that keeps the key (docs/operators.md)");
        }
        return new RootKeys(keys.rootKeys(file));
    }

    @Bean
    RootKey rootKey(RootKeys keys) {
        return keys.all().getFirst();
    }

    @Bean
    Vault vault(DataFolder folder, RootKeys keys, BucketSettings bucket, Clock clock) {
        return Vault.open(folder.folder("vault"), keys.all(), clock, bucket.store());
    }

    @Bean
    IndexFolder indexFolder(DataFolder folder) {
        return new IndexFolder(folder.folder("index"));
    }

    /** The origin, part of every checkpoint, must be this installation's alone: without one given, a random name is made once. */
    @Bean
    @Lazy
    NoteSigner logSigner(SealedKeys keys, @Value("${countermark.log-origin:}") String origin) {
        SealedKeys.Key key = keys.openOrCreate(LOG_SIGNER, () -> {
            SecureRandom random = new SecureRandom();
            byte[] own = new byte[8];
            random.nextBytes(own);
            String name =
                    origin.isBlank() ? "countermark.invalid/" + HexFormat.of().formatHex(own) : origin;
            return new SealedKeys.Key(
                    NoteSigner.generate(name, random).privateKey().getBytes(StandardCharsets.UTF_8), null);
        });
        return NoteSigner.parse(new String(key.secret(), StandardCharsets.UTF_8));
    }

    @Bean
    @Lazy
    TransparencyLog transparencyLog(DataFolder folder, NoteSigner logSigner) {
        return TransparencyLog.open(folder.folder("log"), logSigner);
    }
}
