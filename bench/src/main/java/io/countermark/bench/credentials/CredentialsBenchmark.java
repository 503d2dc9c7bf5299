package io.countermark.bench.credentials;

import io.countermark.cli.Benchmark;
import io.countermark.credentials.CertificateAuthority;
import io.countermark.credentials.ManifestDefinition;
import io.countermark.credentials.ManifestDefinition.Action;
import io.countermark.credentials.ManifestDefinition.Generator;
import io.countermark.credentials.ManifestSigner;
import io.countermark.credentials.ManifestValidator;
import io.countermark.credentials.SigningCredential;
import io.countermark.credentials.ValidationReport.State;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Signs and validates JPEGs of one megapixel with ES256 on two threads, and has c2pa-rs (as WebAssembly, in two processes of Node,
 * with OpenSSL's ECDSA) do the same in turn.
 *
 * <p>Argument: a folder in whose {@code node_modules} {@code @contentauth/c2pa-wasm} is; without it only our side is measured.
 */
public final class CredentialsBenchmark implements Benchmark {

    private static final int THREADS = 2;
    private static final int PICTURES = 24;
    private static final int SIDE = 1024;
    private static final int SECONDS = 4;
    private static final int ROUNDS = 3;
    private static final String USAGE = "bench credentials [FOLDER]: FOLDER with node_modules/@contentauth/c2pa-wasm";

    @Override
    public String name() {
        return "credentials";
    }

    @Override
    public String summary() {
        return "Signing and validating content credentials, beside the reference SDK";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        if (arguments.size() > 1
                || (arguments.size() == 1
                        && !Files.isDirectory(
                                Path.of(arguments.getFirst(), "node_modules", "@contentauth", "c2pa-wasm")))) {
            out.println(USAGE);
            return 2;
        }
        try {
            measure(arguments.stream().findFirst().map(Path::of), out);
            return 0;
        } catch (IOException | ExecutionException | CertificateEncodingException e) {
            out.println("The measurement failed: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void measure(Optional<Path> node, PrintStream out)
            throws IOException, ExecutionException, InterruptedException, CertificateEncodingException {
        Instant now = Instant.now();
        CertificateAuthority authority = CertificateAuthority.create("Bench", now);
        SigningCredential credential = authority.issue("Bench", "Bench", now, Duration.ofDays(30));
        ManifestSigner signer = new ManifestSigner(credential);
        ManifestValidator validator = new ManifestValidator(List.of(authority.root()), List.of());
        List<byte[]> plain = pictures();
        List<byte[]> signed = plain.stream()
                .map(file -> signer.sign(file, definition(now)).file())
                .toList();
        IntConsumer sign = i -> signer.sign(plain.get(i % PICTURES), definition(now));
        IntConsumer validate = i -> {
            State state = validator.validate(signed.get(i % PICTURES), now).state();
            if (state != State.TRUSTED) {
                throw new IllegalStateException("Our own file is " + state);
            }
        };
        count(sign);
        count(validate);
        out.printf(
                "%d JPEGs of %d x %d, %d KB each, ES256, %d threads, %d rounds%n",
                PICTURES, SIDE, SIDE, signed.getFirst().length / 1024, THREADS, ROUNDS);
        if (node.isEmpty()) {
            out.printf("signatures/s %.0f%nvalidations/s %.0f%n", rate(sign), rate(validate));
            return;
        }
        try (PeerEngine peer = PeerEngine.install(node.get(), authority.root(), credential)) {
            compare("signatures", sign, () -> peer.rate("sign", plain, THREADS, SECONDS), out);
            compare("validations", validate, () -> peer.rate("validate", signed, THREADS, SECONDS), out);
        }
    }

    /** How often a second the peer does the same. */
    private interface PeerRate {

        double measured() throws IOException, InterruptedException;
    }

    /** Round by round, since other work on the machine falls on both then; the median of the ratios. */
    private static void compare(String what, IntConsumer ours, PeerRate theirs, PrintStream out)
            throws IOException, ExecutionException, InterruptedException {
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double own = rate(ours);
            double other = theirs.measured();
            ratios[round] = own / other;
            out.printf("%s/s: here %.0f, c2pa-wasm %.0f, ratio %.1f%n", what, own, other, ratios[round]);
        }
        Arrays.sort(ratios);
        out.printf("%s: %.1f times c2pa-wasm (median)%n", what, ratios[ROUNDS / 2]);
    }

    private static ManifestDefinition definition(Instant now) {
        return new ManifestDefinition(
                "bench.jpg",
                new Generator("Bench", "1.0"),
                List.of(new Action("c2pa.created", now, ManifestDefinition.DIGITAL_CAPTURE, null)),
                List.of(),
                null);
    }

    /** Soft noise: as many bytes as a photo of this size has. */
    private static List<byte[]> pictures() throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        for (int n = 0; n < PICTURES; n++) {
            Random random = new Random(n);
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int grey = (x * 3 + y * 5 + n * 40) / 32 % 200 + random.nextInt(24);
                    image.setRGB(x, y, grey * 0x010101);
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "jpg", out);
            pictures.add(out.toByteArray());
        }
        return pictures;
    }

    /** How often a second on all threads together. */
    private static double rate(IntConsumer work) throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        long done = count(work);
        return done * 1e9 / (System.nanoTime() - start);
    }

    private static long count(IntConsumer work) throws ExecutionException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            long end = System.nanoTime() + SECONDS * 1_000_000_000L;
            List<Future<Integer>> counts = IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(() -> {
                        int done = 0;
                        for (; System.nanoTime() < end; done++) {
                            work.accept(thread + THREADS * done);
                        }
                        return done;
                    }))
                    .toList();
            long total = 0;
            for (Future<Integer> count : counts) {
                total += count.get();
            }
            return total;
        }
    }
}
