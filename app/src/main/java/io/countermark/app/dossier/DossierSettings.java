package io.countermark.app.dossier;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param font TrueType or OpenType font with Chinese that summaries embed; null to leave Chinese to the reader's program
 */
@ConfigurationProperties("countermark.dossier")
record DossierSettings(@Nullable Path font) {}
