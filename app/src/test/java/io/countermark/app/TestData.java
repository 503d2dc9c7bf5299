package io.countermark.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** An empty data folder below {@code target}; what the run before left there is removed. */
class TestData implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Path folder = Path.of("target", "test-server").toAbsolutePath();
            FileSystemUtils.deleteRecursively(folder);
            Files.createDirectories(folder.getParent());
            // All tests come from one address.
            TestPropertyValues.of("countermark.data=" + folder, "countermark.sign-in.failures-per-address=10000")
                    .applyTo(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
