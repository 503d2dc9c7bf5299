package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key in the transit engine of OpenBao or HashiCorp Vault (HTTP API, "Transit secrets engine": encrypt and decrypt data), which many
 * key management services stand behind.
 */
public final class TransitService implements KeyService {

    private static final Pattern CIPHERTEXT = Pattern.compile("\"ciphertext\"\\s*:\\s*\"([A-Za-z0-9:+/=]{1,4096})\"");
    private static final Pattern PLAINTEXT = Pattern.compile("\"plaintext\"\\s*:\\s*\"([A-Za-z0-9+/=]{1,4096})\"");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI engine;
    private final String key;
    private final String token;

    /**
     * @param engine for example {@code https://bao.example.com:8200/v1/transit}
     * @param key    its name in the engine; it must exist, be of type aes256-gcm96, and not be exportable
     * @param token  that may encrypt and decrypt with it
     */
    public TransitService(URI engine, String key, String token) {
        if (!key.matches("[A-Za-z0-9_.-]{1,200}")) {
            throw new IllegalArgumentException("Not the name of a transit key: " + key);
        }
        this.engine = engine;
        this.key = key;
        this.token = token;
    }

    @Override
    public String keyName() {
        return "transit:" + key;
    }

    @Override
    public byte[] encrypt(byte[] plain) {
        String text = Base64.getEncoder().encodeToString(plain);
        return ask("encrypt", "{\"plaintext\":\"" + text + "\"}", CIPHERTEXT).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] decrypt(byte[] encrypted) {
        String text = new String(encrypted, StandardCharsets.US_ASCII);
        if (!text.matches("[A-Za-z0-9:+/=]{1,4096}")) {
            throw new VaultException(Reason.CORRUPT, "Not a key that " + keyName() + " encrypted");
        }
        byte[] plain = Base64.getDecoder().decode(ask("decrypt", "{\"ciphertext\":\"" + text + "\"}", PLAINTEXT));
        if (plain.length != CommittingCipher.KEY) {
            throw new VaultException(Reason.CORRUPT, keyName() + " decrypted to " + plain.length + " bytes");
        }
        return plain;
    }

    private String ask(String what, String body, Pattern answer) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(engine + "/" + what + "/" + key))
                .timeout(Duration.ofSeconds(10))
                .header("X-Vault-Token", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            Matcher found = answer.matcher(response.body());
            if (response.statusCode() == 200 && found.find()) {
                return found.group(1);
            }
            // 400 is how the engine says that a ciphertext is not one of its own.
            boolean changed = what.equals("decrypt") && response.statusCode() == 400;
            throw new VaultException(
                    changed ? Reason.CORRUPT : Reason.KEY_SERVICE,
                    keyName() + ": " + what + " was answered by status " + response.statusCode());
        } catch (IOException e) {
            throw new VaultException(Reason.KEY_SERVICE, keyName() + " does not answer at " + engine, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VaultException(Reason.KEY_SERVICE, keyName() + ": interrupted", e);
        }
    }
}
