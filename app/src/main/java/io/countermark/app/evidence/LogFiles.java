package io.countermark.app.evidence;

import io.countermark.app.platform.OpenToAll;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.TransparencyLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The log for anybody to read (c2sp.org/tlog-tiles): {@code /log/checkpoint}, {@code /log/tile/L/N}, {@code /log/tile/entries/N}, and
 * the verifier key at {@code /log/key}. A tile never changes under its name; the checkpoint always does.
 */
@RestController
@OpenToAll("The log is public: anybody may check it")
class LogFiles {

    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final TransparencyLog log;
    private final NoteSigner signer;

    LogFiles(TransparencyLog log, NoteSigner signer) {
        this.log = log;
        this.signer = signer;
    }

    @GetMapping(path = "/log/checkpoint", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<byte[]> checkpoint() {
        return text(log.checkpoint(), CacheControl.noCache());
    }

    @GetMapping(path = "/log/key", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<byte[]> key() {
        return text(
                signer.verifierKey() + "\n",
                CacheControl.maxAge(Duration.ofHours(1)).cachePublic());
    }

    @GetMapping("/log/tile/{*tile}")
    ResponseEntity<byte[]> tile(@PathVariable String tile) {
        Path file = log.resource("tile" + tile).orElse(null);
        if (file == null) {
            return ResponseEntity.notFound().build();
        }
        try {
            return ResponseEntity.ok()
                    .cacheControl(FOR_EVER)
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .body(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return ResponseEntity.notFound().build();
        } catch (IOException e) {
            throw new UncheckedIOException("A tile of the log can't be read", e);
        }
    }

    private static ResponseEntity<byte[]> text(String text, CacheControl cache) {
        return ResponseEntity.ok()
                .cacheControl(cache)
                .contentType(new MediaType("text", "plain", java.nio.charset.StandardCharsets.UTF_8))
                .body(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
