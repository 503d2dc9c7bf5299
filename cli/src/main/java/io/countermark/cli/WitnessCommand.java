package io.countermark.cli;

import io.countermark.transparency.LogException;
import io.countermark.transparency.NoteKey;
import io.countermark.transparency.NoteKey.Algorithm;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.Witness;
import io.countermark.transparency.WitnessServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "witness",
        header = "Co-sign checkpoints of logs that others run",
        description = {
            "Answers POST /add-checkpoint (c2sp.org/tlog-witness). A checkpoint is co-signed only when it continues the last one",
            "that was; what was co-signed is on disk before the answer. Run it away from the log and under other hands. The first",
            "start makes its key in DIR and needs --name. It speaks HTTP: put a reverse proxy with TLS before it. Runs until a",
            "signal ends it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"1:could not start: no key, another witness has DIR, the port is taken", "2:wrong use"})
final class WitnessCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    /** Of whole requests and answers in the JDK's server, in seconds; those who set them themselves are left alone. */
    private static final Map<String, String> BOUNDS = Map.of(
            "sun.net.httpserver.maxReqTime", "20",
            "sun.net.httpserver.maxRspTime", "20",
            "jdk.httpserver.maxConnections", "500");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "Folder of its key and of what it co-signed; whoever loses it must begin with a new key")
    private Path state;

    @Option(
            names = "--log",
            required = true,
            paramLabel = "VKEY",
            description = "Verifier key of a log to co-sign, or a file with it; several for several")
    private List<String> logs;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Its key's name, for example example.org/witness; needed at the first start only")
    private @Nullable String name;

    @Option(
            names = "--ml-dsa",
            description = "At the first start: a key of ML-DSA-44, which withstands quantum computers, not Ed25519")
    private boolean mlDsa;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 is all (default: ${DEFAULT-VALUE})")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8081",
            description = "Port, 0 for any free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--json", description = "What it prints is one JSON object a line")
    private boolean json;

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port is 0 to 65535, not " + port);
        }
        List<NoteKey> keys = new ArrayList<>();
        logs.forEach(log -> keys.add(OptionValues.verifierKey(spec, "--log", log)));
        BOUNDS.forEach((property, value) -> {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        });
        try (WitnessServer server = WitnessServer.start(
                new Witness(state.resolve("logs"), signer(), keys, Clock.systemUTC()),
                new InetSocketAddress(host, port),
                line -> print(Map.of("event", line), line))) {
            greet(server, keys);
            new CountDownLatch(1).await(); // A signal needs no care: what was answered is on the disk.
            return 0;
        } catch (InterruptedException e) {
            return 0;
        } catch (LogException | IOException e) {
            Failure failure = e instanceof IOException io ? Failure.of(io) : Failure.of((RuntimeException) e);
            spec.commandLine().getErr().println("countermark: " + failure.message());
            return FAILED;
        }
    }

    /** Reads the key, or makes it at the first start. */
    private NoteSigner signer() throws IOException {
        Path file = state.resolve("key");
        if (Files.exists(file)) {
            NoteSigner kept = NoteSigner.parse(Files.readString(file, StandardCharsets.UTF_8));
            if (name != null && !name.equals(kept.name())) {
                throw new CommandException("other-key", file + " is of " + kept.name() + ", not of " + name);
            }
            return kept;
        }
        if (name == null) {
            throw new ParameterException(spec.commandLine(), "The first start makes a key: give it a --name");
        }
        Algorithm algorithm = mlDsa ? Algorithm.ML_DSA_44_COSIGNATURE : Algorithm.ED25519_COSIGNATURE;
        NoteSigner made = NoteSigner.generate(name, algorithm, new SecureRandom());
        Files.createDirectories(state);
        DurableFile.writeSecret(file, (made.privateKey() + "\n").getBytes(StandardCharsets.UTF_8));
        return made;
    }

    private void greet(WitnessServer server, List<NoteKey> keys) {
        // Not the host's name: what was asked for is what is listened on.
        String address = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.address().getPort();
        String key = server.key().text();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("address", address);
        fields.put("key", key);
        fields.put("logs", keys.stream().map(NoteKey::name).toList());
        print(
                fields,
                "Witness at " + address + " of "
                        + keys.stream().map(NoteKey::name).collect(Collectors.joining(", ")) + "; its key is " + key);
    }

    private void print(Map<String, ? extends @Nullable Object> fields, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? JsonLine.of(new LinkedHashMap<>(fields)) : text);
        out.flush();
    }
}
