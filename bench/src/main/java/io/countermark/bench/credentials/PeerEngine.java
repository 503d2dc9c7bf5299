package io.countermark.bench.credentials;

import io.countermark.credentials.SigningCredential;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The reference SDK as WebAssembly, in processes of Node, in a folder of its own that goes when it is closed. */
final class PeerEngine implements AutoCloseable {

    private final Path folder;

    private PeerEngine(Path folder) {
        this.folder = folder;
    }

    /** @param node a folder in whose {@code node_modules} the engine is */
    static PeerEngine install(Path node, X509Certificate root, SigningCredential signer)
            throws IOException, CertificateEncodingException {
        Path folder = Files.createTempDirectory("credentials-benchmark");
        Files.createSymbolicLink(
                folder.resolve("node_modules"), node.toAbsolutePath().resolve("node_modules"));
        try (InputStream script = PeerEngine.class.getResourceAsStream("peer.mjs")) {
            if (script == null) {
                throw new IOException("peer.mjs is not in the jar");
            }
            Files.copy(script, folder.resolve("peer.mjs"));
        }
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : signer.chain()) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(folder.resolve("root.pem"), pem("CERTIFICATE", root.getEncoded()));
        Files.writeString(folder.resolve("chain.pem"), chain);
        Files.writeString(
                folder.resolve("key.pem"), pem("PRIVATE KEY", signer.key().getEncoded()));
        return new PeerEngine(folder);
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /**
     * How often a second on all processes together, after half as long a warm-up.
     *
     * @param what {@code sign} or {@code validate}
     */
    double rate(String what, List<byte[]> files, int processes, int seconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "peer.mjs", what, ".", Integer.toString(seconds)));
        for (int i = 0; i < files.size(); i++) {
            Files.write(folder.resolve(i + ".jpg"), files.get(i));
            command.add(i + ".jpg");
        }
        List<Process> running = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            running.add(new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        double rate = 0;
        for (Process process : running) {
            byte[] out = process.getInputStream().readAllBytes();
            String[] answer = new String(out, StandardCharsets.UTF_8).strip().split(" ", -1);
            if (process.waitFor() != 0 || answer.length != 2) {
                throw new IOException("The peer failed; see above");
            }
            rate += Double.parseDouble(answer[0]) / Double.parseDouble(answer[1]);
        }
        return rate;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
