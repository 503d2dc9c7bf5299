package io.countermark.app.platform;

import io.countermark.vault.RootKey;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Secrets of the installation, stored in the database wrapped by the root key. The name is bound into the wrapping, so that one stored
 * key can't stand in for another.
 */
@Component
public class SealedKeys {

    private static final String SELECT = "select wrapped_secret, certificate from sealed_key where name = :name";

    private final JdbcClient jdbc;
    private final RootKey rootKey;

    SealedKeys(JdbcClient jdbc, RootKey rootKey) {
        this.jdbc = jdbc;
        this.rootKey = rootKey;
    }

    /**
     * @param secret      the private part, never stored in clear
     * @param certificate what goes with it in public, DER; null when nothing does
     */
    public record Key(byte[] secret, byte @Nullable [] certificate) {

        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Key[" + secret.length + " bytes]";
        }
    }

    /** The key of that name; made and stored when there is none. Of two who make it at once, both get the one that was stored. */
    public Key openOrCreate(String name, Supplier<Key> maker) {
        return find(name).orElseGet(() -> {
            Key made = maker.get();
            jdbc.sql("""
                            insert into sealed_key (name, wrapped_secret, certificate) values (:name, :secret, :certificate)
                            on conflict (name) do nothing
                            """)
                    .param("name", name)
                    .param("secret", rootKey.wrap(made.secret(), context(name)))
                    .param("certificate", made.certificate(), java.sql.Types.BINARY)
                    .update();
            return find(name).orElseThrow(() -> new IllegalStateException("The key " + name + " was not stored"));
        });
    }

    /** A secret that its own table keeps, wrapped; the context is bound into it and must be given again. */
    public byte[] wrap(byte[] secret, String context) {
        return rootKey.wrap(secret, context);
    }

    /** The secret of {@link #wrap}. */
    public byte[] unwrap(byte[] wrapped, String context) {
        return rootKey.unwrap(wrapped, context);
    }

    private Optional<Key> find(String name) {
        return jdbc.sql(SELECT)
                .param("name", name)
                .query((row, n) -> new Key(rootKey.unwrap(row.getBytes(1), context(name)), row.getBytes(2)))
                .optional();
    }

    private static String context(String name) {
        return "sealed-key:" + name;
    }
}
