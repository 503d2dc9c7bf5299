package io.countermark.cli;

import io.countermark.credentials.CertificateAuthority;
import io.countermark.credentials.CertificateRegister;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A certificate authority in a folder: {@code root.pem}, {@code key.pem} (mode 0600; PKCS#8), {@code responder} (the address that
 * certificates name for OCSP; may be absent) and {@code register}, which only grows. The register is UTF-8, one line each:
 *
 * <pre>
 * issued  TAB serial TAB not-after TAB subject      serial in hexadecimal, lower case; times as in 2026-11-26T00:00:00Z
 * revoked TAB serial TAB at        TAB reason       a name of RevocationReason
 * </pre>
 *
 * A line is on the disk before a certificate leaves, so nothing is issued that can't be revoked. A last line that a power cut left
 * unfinished, which is one without its line end, counts for nothing.
 */
final class AuthorityFolder implements CertificateRegister {

    private static final long MAX_REGISTER_BYTES = 256L << 20;

    private final Path folder;

    AuthorityFolder(Path folder) {
        this.folder = folder;
    }

    /** What the register says of one certificate. */
    record Entry(BigInteger serial, Instant notAfter, String subject, Standing standing) {}

    Path path(String name) {
        return folder.resolve(name);
    }

    /** @throws CommandException already-exists when there is one */
    void create(CertificateAuthority authority, Optional<URI> responder) throws IOException {
        Files.createDirectories(folder);
        for (String name : List.of("root.pem", "key.pem", "register", "responder")) {
            if (Files.exists(path(name))) {
                throw new CommandException("already-exists", path(name) + " is there already and is not replaced");
            }
        }
        DurableFile.writeSecret(path("key.pem"), ascii(PemText.of("PRIVATE KEY", authority.privateKey())));
        if (responder.isPresent()) {
            DurableFile.write(path("responder"), ascii(responder.get() + "\n"));
        }
        DurableFile.write(path("register"), new byte[0]);
        DurableFile.write(path("root.pem"), ascii(PemText.of(List.of(authority.root()))));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** @param root as read from {@code root.pem} */
    CertificateAuthority open(X509Certificate root) throws IOException {
        byte[] key = PemText.der("PRIVATE KEY", Files.readString(path("key.pem"), StandardCharsets.US_ASCII));
        CertificateAuthority authority = CertificateAuthority.restore(root, key);
        Path responder = path("responder");
        return Files.exists(responder)
                ? authority.withResponder(URI.create(
                        Files.readString(responder, StandardCharsets.US_ASCII).strip()))
                : authority;
    }

    void recordIssued(X509Certificate leaf) throws IOException {
        append("issued\t" + leaf.getSerialNumber().toString(16) + "\t"
                + leaf.getNotAfter().toInstant() + "\t"
                + leaf.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", " "));
    }

    /** @throws CommandException not-issued, or already-revoked */
    void recordRevoked(BigInteger serial, RevocationReason reason, Instant at) throws IOException {
        switch (standing(serial).orElse(null)) {
            case null ->
                throw new CommandException(
                        "not-issued", "No certificate with the number " + serial.toString(16) + " was issued here");
            case Standing.Revoked revoked ->
                throw new CommandException("already-revoked", "It was revoked at " + revoked.at());
            case Standing.Good good -> append("revoked\t" + serial.toString(16) + "\t" + at + "\t" + reason);
        }
    }

    /** One writer at a time; a line left unfinished before is ended first, so that it stays alone. */
    private void append(String line) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(path("register"), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            long end = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            boolean unfinished = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
            ByteBuffer bytes = StandardCharsets.UTF_8.encode((unfinished ? "\t(unfinished)\n" : "") + line + "\n");
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
            channel.force(true);
        }
    }

    @Override
    public Optional<Standing> standing(BigInteger serial) {
        try {
            return Optional.ofNullable(entries().get(serial)).map(Entry::standing);
        } catch (IOException e) {
            throw new UncheckedIOException("The register can't be read", e);
        }
    }

    /** In the order of issue. */
    Map<BigInteger, Entry> entries() throws IOException {
        Path register = path("register");
        if (Files.size(register) > MAX_REGISTER_BYTES) {
            throw new CommandException("too-many-bytes", register + " is over " + MAX_REGISTER_BYTES + " bytes");
        }
        String text = Files.readString(register, StandardCharsets.UTF_8);
        Map<BigInteger, Entry> entries = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (!text.endsWith("\n") && !lines.isEmpty()) {
            lines.removeLast();
        }
        for (String line : lines) {
            if (!line.endsWith("\t(unfinished)")) {
                read(line.split("\t", -1), entries);
            }
        }
        return entries;
    }

    private void read(String[] fields, Map<BigInteger, Entry> entries) throws CommandException {
        try {
            BigInteger serial = new BigInteger(fields[1], 16);
            Instant time = Instant.parse(fields[2]);
            if (fields.length == 4 && fields[0].equals("issued")) {
                entries.put(serial, new Entry(serial, time, fields[3], new Standing.Good()));
                return;
            }
            Entry issued = entries.get(serial);
            if (fields.length == 4 && fields[0].equals("revoked") && issued != null) {
                Standing revoked = new Standing.Revoked(time, RevocationReason.valueOf(fields[3]));
                entries.put(serial, new Entry(serial, issued.notAfter(), issued.subject(), revoked));
                return;
            }
        } catch (IllegalArgumentException | DateTimeParseException | IndexOutOfBoundsException e) {
            // Told below.
        }
        throw new CommandException(
                "bad-register", path("register") + " has a line that is none: " + String.join(" ", fields));
    }
}
