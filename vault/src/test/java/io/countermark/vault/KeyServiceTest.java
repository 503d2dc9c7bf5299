package io.countermark.vault;

import static io.countermark.vault.VaultTest.assertReason;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.countermark.vault.VaultException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root keys that this process never sees: SoftHSM's token where it is installed, and the transit protocol by a server made here. */
class KeyServiceTest {

    private static final Path SOFTHSM = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    @TempDir
    Path folder;

    /** SoftHSM takes its configuration from the environment and stays loaded, hence a process of its own. */
    @Test
    void aPkcs11TokenHoldsTheRootKey() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(SOFTHSM) && softhsm("--version") == 0, "skipped: Debian's softhsm2 is not installed");
        Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(folder.resolve("softhsm2.conf"), "directories.tokendir = " + folder.resolve("tokens") + "\n");
        assertEquals(0, softhsm("--init-token", "--free", "--label", "test", "--so-pin", "5678", "--pin", "1234"));
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TokenChild.class.getName(),
                folder.toString());
        child.environment().put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        child.redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile());
        Process process = child.start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertEquals(
                "",
                ended && process.waitFor() == 0 ? "" : Files.readString(folder.resolve("out")),
                "what the child said");
    }

    private int softhsm(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("softhsm2-util"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return builder.start().waitFor();
    }

    /** What is asked of a vault whose root key is a token's. */
    static final class TokenChild {

        private TokenChild() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            // First: once a process is signed in, the token asks for no PIN.
            assertReason(
                    Reason.KEY_SERVICE, () -> Pkcs11Token.openOrCreate(SOFTHSM, 0, "wrong".toCharArray(), "first"));
            RootKey token = RootKey.of(Pkcs11Token.openOrCreate(SOFTHSM, 0, "1234".toCharArray(), "first"));
            check(folder, token);
            RootKey again = RootKey.of(Pkcs11Token.openOrCreate(SOFTHSM, 0, "1234".toCharArray(), "first"));
            RootKey second = RootKey.of(Pkcs11Token.openOrCreate(SOFTHSM, 0, "1234".toCharArray(), "second"));
            byte[] wrapped = token.wrap(new byte[72], "of a test");
            assertArrayEquals(new byte[72], again.unwrap(wrapped, "of a test"));
            assertReason(Reason.WRONG_KEY, () -> second.unwrap(wrapped, "of a test"));
            everyFlippedBitIsRefused(token, wrapped);
            System.exit(0);
        }
    }

    @Test
    void aTransitServiceHoldsTheRootKey() throws Exception {
        Map<String, String> kept = new HashMap<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/transit/", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String value = asked.replaceAll(".*:\"|\"}", "");
            boolean allowed = "secret".equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
            String answer = "{\"errors\":[]}";
            if (exchange.getRequestURI().getPath().equals("/v1/transit/encrypt/root")) {
                String made = "vault:v1:"
                        + Base64.getEncoder()
                                .encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
                kept.put(made, value);
                answer = "{\"data\":{\"ciphertext\":\"" + made + "\"}}";
            } else if (kept.containsKey(value)) {
                answer = "{\"data\":{\"plaintext\":\"" + kept.get(value) + "\"}}";
            }
            byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(!allowed ? 403 : answer.contains("errors") ? 400 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        URI engine = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/transit");
        RootKey transit = RootKey.of(new TransitService(engine, "root", "secret"));
        byte[] wrapped;
        try {
            check(folder, transit);
            RootKey file = RootKey.open(folder.resolve("root.key"));
            RootKey both = RootKey.of(new TransitService(engine, "root", "secret"), file);
            assertArrayEquals(new byte[72], both.unwrap(file.wrap(new byte[72], "of before"), "of before"));
            assertEquals(transit.id(), both.id());
            wrapped = transit.wrap(new byte[72], "of a test");
            everyFlippedBitIsRefused(transit, wrapped);
            RootKey locked = RootKey.of(new TransitService(engine, "root", "another"));
            assertReason(Reason.KEY_SERVICE, () -> locked.unwrap(wrapped, "of a test"));
        } finally {
            server.stop(0);
        }
        assertReason(Reason.KEY_SERVICE, () -> transit.unwrap(wrapped, "of a test"));
    }

    /** A vault that began with a key file goes over to the service, and is not opened by the file any more. */
    private static void check(Path folder, RootKey service) throws Exception {
        RootKey file = RootKey.openOrCreate(folder.resolve("root.key"));
        byte[] content = VaultTest.content(1, 100_000);
        try (Vault vault = Vault.open(folder.resolve("vault"), file)) {
            vault.put(VaultTest.name(1), content, VaultTest.sha256(content));
        }
        try (Vault vault = Vault.open(folder.resolve("vault"), List.of(service, file), Clock.systemUTC())) {
            assertArrayEquals(content, vault.get(VaultTest.name(1)));
        }
        assertReason(Reason.WRONG_KEY, () -> Vault.open(folder.resolve("vault"), file));
        try (Vault vault = Vault.open(folder.resolve("vault"), service)) {
            assertArrayEquals(content, vault.get(VaultTest.name(1)));
            byte[] before = file.wrap(content, "of before");
            assertReason(Reason.WRONG_KEY, () -> service.unwrap(before, "of before"));
            vault.rotateTenantKey(VaultTest.name(1).tenant());
            assertEquals(List.of(), vault.scrub(seen -> {}).findings());
        }
    }

    private static void everyFlippedBitIsRefused(RootKey key, byte[] wrapped) {
        for (int bit = 0; bit < wrapped.length * 8; bit++) {
            byte[] damaged = wrapped.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Reason expected = bit / 8 >= 4 && bit / 8 < 12 ? Reason.WRONG_KEY : Reason.CORRUPT;
            assertReason(expected, () -> key.unwrap(damaged, "of a test"));
        }
    }
}
