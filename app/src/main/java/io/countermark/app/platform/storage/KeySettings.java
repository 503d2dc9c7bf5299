package io.countermark.app.platform.storage;

import io.countermark.vault.KeyService;
import io.countermark.vault.Pkcs11Token;
import io.countermark.vault.RootKey;
import io.countermark.vault.TransitService;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Where the root key is: in {@code keys/root.key} unless {@code countermark.pkcs11.*} or {@code countermark.transit.*} say otherwise
 * (in the environment {@code COUNTERMARK_PKCS11_LIBRARY} and so on; docs/operators.md).
 */
@Component
class KeySettings {

    private static final String LIBRARY = "countermark.pkcs11.library";
    private static final String ENGINE = "countermark.transit.engine";

    private final Environment settings;

    KeySettings(Environment settings) {
        this.settings = settings;
    }

    /**
     * The key to use, then the one of a file where there is one from before.
     *
     * @throws IllegalStateException when both a token and a service are named, or one without what belongs to it
     */
    List<RootKey> rootKeys(Path file) {
        Optional<KeyService> service = service();
        if (service.isEmpty()) {
            return List.of(RootKey.openOrCreate(file));
        }
        if (Files.exists(file)) {
            RootKey former = RootKey.open(file);
            return List.of(RootKey.of(service.get(), former), former);
        }
        return List.of(RootKey.of(service.get()));
    }

    /** Whether neither a token nor a service is named. */
    boolean inFile() {
        return settings.getProperty(LIBRARY, "").isBlank()
                && settings.getProperty(ENGINE, "").isBlank();
    }

    private Optional<KeyService> service() {
        String library = settings.getProperty(LIBRARY, "");
        String engine = settings.getProperty(ENGINE, "");
        if (!library.isBlank() && !engine.isBlank()) {
            throw new IllegalStateException("Set COUNTERMARK_PKCS11_LIBRARY or COUNTERMARK_TRANSIT_ENGINE, not both");
        }
        if (!library.isBlank()) {
            int slot = settings.getProperty("countermark.pkcs11.slot-index", Integer.class, 0);
            String label = settings.getProperty("countermark.pkcs11.label", "countermark-root-1");
            char[] pin = needed("countermark.pkcs11.pin").toCharArray();
            return Optional.of(Pkcs11Token.openOrCreate(Path.of(library), slot, pin, label));
        }
        if (!engine.isBlank()) {
            return Optional.of(new TransitService(
                    URI.create(engine), needed("countermark.transit.key"), needed("countermark.transit.token")));
        }
        return Optional.empty();
    }

    private String needed(String name) {
        String value = settings.getProperty(name, "");
        if (value.isBlank()) {
            throw new IllegalStateException(
                    "Set " + name.toUpperCase(Locale.ROOT).replace('.', '_'));
        }
        return value;
    }
}
