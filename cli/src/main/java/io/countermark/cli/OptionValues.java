package io.countermark.cli;

import io.countermark.transparency.LogException;
import io.countermark.transparency.NoteKey;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkKey;
import io.countermark.watermark.MarkReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Values that several commands take; a wrong one is wrong use, exit code 2, before any file is touched. */
final class OptionValues {

    private static final long MAX_TEXT_BYTES = 4L << 20;

    private OptionValues() {}

    static MarkId markId(CommandSpec spec, String option, String hex) {
        try {
            return MarkId.fromHex(hex);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
        }
    }

    /** One id a line; empty lines are passed over. */
    static List<MarkId> markIds(CommandSpec spec, String option, Path file) {
        List<MarkId> ids = text(spec, option, file)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> markId(spec, option, line))
                .toList();
        if (ids.isEmpty() || ids.size() > MarkReader.MOST_ISSUED) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": a list has 1 to " + MarkReader.MOST_ISSUED + " ids, " + file + " has " + ids.size());
        }
        return ids;
    }

    static MarkKey markKey(CommandSpec spec, String option, Path file) {
        try {
            return MarkKeyFile.read(file);
        } catch (IOException e) {
            throw Refusal.option(spec, option, Failure.of(e));
        }
    }

    /** A verifier key, or the one in a file. */
    static NoteKey verifierKey(CommandSpec spec, String option, String value) {
        // A verifier key always has a plus sign and a base64 part that no sane file name ends with.
        Path file = Path.of(value);
        try {
            return NoteKey.parse(Files.isRegularFile(file) ? text(spec, option, file) : value);
        } catch (LogException e) {
            throw Refusal.option(spec, option, Failure.of(e));
        }
    }

    /** A text file of bounded size. */
    static String text(CommandSpec spec, String option, Path file) {
        try {
            if (Files.size(file) > MAX_TEXT_BYTES) {
                throw new CommandException("too-many-bytes", file + " is over " + MAX_TEXT_BYTES + " bytes");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw Refusal.option(spec, option, Failure.of(e));
        }
    }

    /** All certificates of some PEM files. */
    static List<X509Certificate> certificates(CommandSpec spec, String option, List<Path> files) {
        List<X509Certificate> all = new ArrayList<>();
        for (Path file : files) {
            byte[] pem = text(spec, option, file).getBytes(StandardCharsets.ISO_8859_1);
            try {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                    all.add((X509Certificate) certificate);
                }
            } catch (CertificateException e) {
                throw Refusal.option(
                        spec,
                        option,
                        new Failure("bad-certificate", file + " has no PEM certificates: " + e.getMessage()));
            }
        }
        return all;
    }
}
