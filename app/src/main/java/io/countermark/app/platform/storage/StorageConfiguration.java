package io.countermark.app.platform.storage;

import io.countermark.app.platform.SealedKeys;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.TransparencyLog;
import io.countermark.vault.RootKey;
import io.countermark.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Opens what lives in the data folder: {@code keys/root.key} or what stands for it, {@code vault}, {@code log}. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

    private static final String LOG_SIGNER = "log-signer";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RootKey rootKey(DataFolder folder, KeySettings keys) {
        return keys.rootKeys(rootKeyFile(folder)).getFirst();
    }

    @Bean
    Vault vault(DataFolder folder, KeySettings keys, BucketSettings bucket, Clock clock) {
        return Vault.open(folder.folder("vault"), keys.rootKeys(rootKeyFile(folder)), clock, bucket.store());
    }

    private static Path rootKeyFile(DataFolder folder) {
        return folder.folder("keys").resolve("root.key");
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
