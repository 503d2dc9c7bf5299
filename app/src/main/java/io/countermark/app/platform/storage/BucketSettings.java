package io.countermark.app.platform.storage;

import io.countermark.vault.ObjectStore;
import io.countermark.vault.S3Store;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The bucket that encrypted objects lie in, when {@code countermark.s3.bucket} names one (in the environment
 * {@code COUNTERMARK_S3_BUCKET} and so on; docs/operators.md).
 */
@Component
class BucketSettings {

    private final Environment settings;

    BucketSettings(Environment settings) {
        this.settings = settings;
    }

    /** Null when none is named: objects then lie in the vault's folder. */
    @Nullable
    ObjectStore store() {
        String bucket = settings.getProperty("countermark.s3.bucket", "");
        if (bucket.isBlank()) {
            return null;
        }
        String endpoint = settings.getProperty("countermark.s3.endpoint", "");
        return S3Store.open(new S3Store.Place(
                bucket,
                settings.getProperty("countermark.s3.prefix", ""),
                endpoint.isBlank() ? null : URI.create(endpoint),
                settings.getProperty("countermark.s3.region", "us-east-1"),
                settings.getProperty("countermark.s3.access-key"),
                settings.getProperty("countermark.s3.secret-key")));
    }
}
